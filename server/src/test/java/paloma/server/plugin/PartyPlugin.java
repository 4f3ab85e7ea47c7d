package paloma.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import paloma.service.PeerService;

/** A plugin that speaks unasked: greets each peer, and passes what one says on to all. */
public final class PartyPlugin {
    private PartyPlugin() {}

    public static void write(Path folder) throws IOException {
        PluginJar.write(folder, "Party", PeerService.class, """
                import io.netty.buffer.ByteBuf;
                import java.nio.charset.StandardCharsets;
                import java.util.Set;
                import java.util.concurrent.ConcurrentHashMap;
                import paloma.service.Departure;
                import paloma.service.Peer;
                import paloma.service.PeerService;
                import paloma.service.ServiceName;

                @ServiceName("party")
                public final class Party implements PeerService {
                    private final Set<Peer> guests = ConcurrentHashMap.newKeySet();

                    @Override
                    public void arrived(Peer peer) {
                        guests.add(peer);
                        peer.send("welcome");
                    }

                    @Override
                    public void received(Peer peer, ByteBuf line) {
                        String text = line.toString(StandardCharsets.UTF_8);
                        switch (text) {
                            case "bye" -> {
                                peer.send("good-bye");
                                peer.dismiss();
                            }
                            case "fail" -> throw new IllegalStateException("a guest broke a glass");
                            case "flood" -> {
                                while (peer.send("x".repeat(1000))) {}
                            }
                            default -> guests.forEach(guest -> guest.send(text));
                        }
                    }

                    @Override
                    public void departed(Peer peer, Departure departure) {
                        guests.remove(peer);
                        guests.forEach(guest -> guest.send("gone: " + departure));
                    }
                }
                """);
    }
}
