package paloma.net.dtls;

import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.EndpointContextMatcher;

/** Lets every message be sent but the one that only asks for a handshake. */
record HelloMatcher(EndpointContext hello) implements EndpointContextMatcher {
    @Override
    public boolean isToBeSent(EndpointContext message, EndpointContext session) {
        return message != hello || session == null;
    }

    @Override
    public String getName() {
        return "hello";
    }

    @Override
    public Object getEndpointIdentity(EndpointContext session) {
        return session.getPeerAddress();
    }

    @Override
    public boolean isResponseRelatedToRequest(EndpointContext request, EndpointContext response) {
        return true;
    }

    @Override
    public String toRelevantState(EndpointContext context) {
        return "";
    }
}
