import paloma.service.Request;
import paloma.service.Service;
import paloma.service.ServiceName;

/** An echo as a service of one's own. */
@ServiceName(value = "parrot", port = 9007)
public final class EchoPlugin implements Service {
    @Override
    public void serve(Request request) {
        request.answer(request.payload().retain());
    }
}
