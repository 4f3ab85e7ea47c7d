"""An echo as the documentation of Python's socketserver teaches it."""

import socketserver
import sys


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        data, answering = self.request
        answering.sendto(data, self.client_address)


socketserver.UDPServer.max_packet_size = 65536
with socketserver.UDPServer(("127.0.0.1", int(sys.argv[1])), Echo) as server:
    server.serve_forever()
