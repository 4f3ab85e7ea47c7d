import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import paloma.client.Main;
import paloma.client.terminal.Terminal;

/**
 * Puts files to a server, many at once: each line of the standard input names some, and for each of these a client of its
 * own begins, all at the same moment. Answers with the seconds of each, or -1 where one failed.
 */
final class ManyPuts {
    private final String server;

    private ManyPuts(String server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        ManyPuts puts = new ManyPuts(args[0]);
        Scanner lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            System.out.println("puts " + String.join(" ", puts.atOnce(lines.nextLine().split(" "))));
        }
    }

    private List<String> atOnce(String[] files) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        String[] seconds = new String[files.length];
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            int index = i;
            clients.add(new Thread(() -> seconds[index] = seconds(files[index], start)));
            clients.get(i).start();
        }
        start.countDown();
        for (Thread client : clients) {
            client.join();
        }
        return List.of(seconds);
    }

    private String seconds(String file, CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        long began = System.nanoTime();
        int exit = Main.run(Terminal.ofProcess(), "put", file, server, "--quiet", "--known-servers", "/dev/null");
        return exit == 0 ? Double.toString((System.nanoTime() - began) / 1e9) : "-1";
    }
}
