package paloma.server.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import paloma.server.bus.Bus;

/**
 * What several servers share, and their ways to it: nothing arrives before {@link #step} or {@link #settle} moves it. What
 * was on its way when a way broke is lost.
 */
final class FakeRedis {
    /** A message, or the word that a server has gone. */
    private record Entry(String server, byte[] message) {}

    private final List<Entry> stream = new ArrayList<>();
    private final Map<String, Map<String, byte[]>> tables = new TreeMap<>();
    private final Map<String, Deque<byte[]>> logs = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private boolean isUp = true;
    private int starts;

    /** Returns a way here for one more server. */
    Way way() {
        Way way = new Way("s" + ++starts);
        ways.add(way);
        return way;
    }

    List<Way> ways() {
        return ways;
    }

    List<byte[]> log(String name) {
        return List.copyOf(logs.getOrDefault(name, new ArrayDeque<>()));
    }

    /** Stops, or breaks down; what it kept is there again or not. */
    void stop(boolean forgets) {
        isUp = false;
        ways.forEach(Way::breakDown);
        if (forgets) {
            stream.clear();
            tables.clear();
            logs.clear();
            ways.forEach(way -> way.position = 0);
        }
    }

    void start() {
        isUp = true;
    }

    /** Forgets whoever has no way here: his time is over. */
    void expire() {
        for (String server : List.copyOf(tables.keySet())) {
            if (ways.stream().noneMatch(way -> way.isUp && way.server.equals(server))) {
                tables.remove(server);
                stream.add(new Entry(server, null));
            }
        }
    }

    /** Moves one thing, if there is one where the choice falls. */
    void step(Random random) {
        if (!ways.isEmpty()) {
            ways.get(random.nextInt(ways.size())).step(random.nextInt(3));
        }
    }

    /** Moves all that there is. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Way way : ways) {
                for (int what = 0; what < 3; what++) {
                    moved |= way.step(what);
                }
            }
        }
    }

    /** One server's way. */
    final class Way implements Bus {
        private final String server;
        private final Map<String, byte[]> table = new TreeMap<>();
        private final Deque<Runnable> outgoing = new ArrayDeque<>();
        private final Deque<Runnable> answers = new ArrayDeque<>();
        private Listener listener;
        private int position;
        private boolean isUp;
        private boolean isJoining;

        private Way(String server) {
            this.server = server;
        }

        String server() {
            return server;
        }

        boolean isUp() {
            return isUp;
        }

        /** Opens the way for the first time, or again: a new server hears nothing of what was told before. */
        void open() {
            if (!FakeRedis.this.isUp || isUp) {
                return;
            }
            isUp = true;
            tables.put(server, new TreeMap<>(table));
            Map<String, Map<String, byte[]>> others = new TreeMap<>();
            tables.forEach((name, entries) -> {
                if (!name.equals(server)) {
                    others.put(name, new TreeMap<>(entries));
                }
            });
            isJoining = true;
            answers.add(() -> {
                isJoining = false;
                listener.joined(others);
            });
        }

        void openNew() {
            position = stream.size();
            open();
        }

        void breakDown() {
            if (isUp) {
                isUp = false;
                isJoining = false;
                outgoing.clear();
                answers.clear();
                answers.add(() -> listener.away("broken"));
            }
        }

        /** The server is dead: nothing moves here any more. */
        void kill() {
            isUp = false;
            ways.remove(this);
        }

        private boolean step(int what) {
            return switch (what) {
                case 0 -> run(outgoing);
                case 1 -> run(answers);
                default -> isUp && hear();
            };
        }

        private boolean hear() {
            if (position == stream.size() || isJoining) {
                return false;
            }
            Entry entry = stream.get(position++);
            if (!entry.server.equals(server)) {
                if (entry.message == null) {
                    listener.gone(entry.server);
                } else {
                    listener.told(entry.server, entry.message);
                }
            }
            return true;
        }

        private static boolean run(Deque<Runnable> queue) {
            Runnable first = queue.poll();
            if (first != null) {
                first.run();
            }
            return first != null;
        }

        @Override
        public void listen(Listener listener) {
            this.listener = listener;
        }

        @Override
        public boolean tell(byte[] message) {
            return isUp && outgoing.add(() -> stream.add(new Entry(server, message.clone())));
        }

        @Override
        public void set(String key, byte[] value) {
            table.put(key, value);
            if (isUp) {
                outgoing.add(() -> tables.get(server).put(key, value));
            }
        }

        @Override
        public void unset(String key) {
            table.remove(key);
            if (isUp) {
                outgoing.add(() -> tables.get(server).remove(key));
            }
        }

        @Override
        public void append(String log, byte[] entry, int most) {
            if (isUp) {
                outgoing.add(() -> {
                    Deque<byte[]> lines = logs.computeIfAbsent(log, name -> new ArrayDeque<>());
                    lines.add(entry.clone());
                    if (lines.size() > most) {
                        lines.remove();
                    }
                });
            }
        }

        @Override
        public void read(String log, Consumer<List<byte[]>> then) {
            if (isUp) {
                outgoing.add(() -> {
                    List<byte[]> lines = log(log);
                    answers.add(() -> then.accept(lines));
                });
            } else {
                answers.add(() -> then.accept(List.of()));
            }
        }

        @Override
        public void close() {
            kill();
        }
    }
}
