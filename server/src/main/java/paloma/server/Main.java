package paloma.server;

import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;

public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        try {
            Server server = Server.start(ServerSettings.load(args, System.getenv()));
            server.listeners()
                    .forEach(listener -> System.out.println(listener.spec().service() + " " + listener.url()));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        Thread.currentThread().join();
    }
}
