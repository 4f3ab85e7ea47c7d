package example;

import paloma.service.Request;
import paloma.service.Service;
import paloma.service.ServiceName;

/** Answers each request with its text backwards. */
@ServiceName(value = "reverse", port = 9000)
public final class Reverse implements Service {
    @Override
    public void serve(Request request) {
        request.answer(new StringBuilder(request.text().strip()).reverse() + "\n");
    }
}
