package paloma.client.files;

import paloma.transfer.link.Desk;

/** What all transfers of one command share. */
record Ground(Wires wires, Desk desk, SpareCookies cookies) {}
