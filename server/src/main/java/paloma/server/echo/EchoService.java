package paloma.server.echo;

import paloma.service.Request;
import paloma.service.Service;

/** Answers the same bytes (RFC 862). */
public final class EchoService implements Service {
    @Override
    public void serve(Request request) {
        request.answer(request.payload().retain());
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }
}
