package paloma.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIdentityTest {
    private static final ServerName SERVER = new ServerName("example.net", 7777);
    private static final ServerName OTHER_PORT = new ServerName("example.net", 7778);
    private static final ServerName OTHER_HOST = new ServerName("192.0.2.1", 7777);
    private static final ServerKey KEY = key(1);
    private static final ServerKey NEW_KEY = key(2);

    @TempDir
    Path folder;

    private KnownServersFile file;

    @BeforeEach
    void name() {
        file = new KnownServersFile(folder.resolve("settings/known_servers"), false);
    }

    @Test
    void remembersAServerAtTheFirstContact() throws Exception {
        ServerIdentity first = identity(SERVER);
        assertThat(first.refusal(KEY)).isNull();
        first.proved(KEY);
        Contact contact = first.settle().orElseThrow();
        assertThat(contact.kind()).isEqualTo(Contact.Kind.FIRST);
        assertThat(contact.sentence())
                .isEqualTo("First contact with example.net:7777: its key is " + KEY.fingerprint() + "; remembered in "
                        + file.path() + ".");
        assertThat(first.settle()).as("said once").isEmpty();

        ServerIdentity second = identity(SERVER);
        assertThat(second.refusal(KEY)).isNull();
        second.proved(KEY);
        assertThat(second.settle().orElseThrow())
                .isEqualTo(new Contact(SERVER, KEY.fingerprint(), Contact.Kind.KNOWN, ""));
    }

    @Test
    void remembersNothingThatIsOnlyClaimed() throws Exception {
        ServerIdentity identity = identity(SERVER);
        assertThat(identity.refusal(KEY)).isNull();
        assertThat(identity.settle()).isEmpty();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void refusesAChangedKeyAndSaysWhatToDo() throws Exception {
        file.add(OTHER_HOST, KEY);
        file.add(SERVER, KEY);
        assertThat(identity(SERVER).refusal(NEW_KEY))
                .contains("example.net:7777 has another key than before")
                .contains(KEY.fingerprint().text(), NEW_KEY.fingerprint().text())
                .contains(file.path() + ", line 2")
                .contains("paloma server --show-key", "paloma client forget example.net:7777");
    }

    @Test
    void saysHowToForgetInAFileThatTheUserHasNamed() throws Exception {
        KnownServersFile named = new KnownServersFile(file.path(), true);
        named.add(SERVER, KEY);
        assertThat(new ServerIdentity(SERVER, named.read(), named, null, false).refusal(NEW_KEY))
                .contains("paloma client forget example.net:7777 --known-servers " + file.path() + "\"");
    }

    @Test
    void takesAnyOfSeveralKeysWhileAServerChangesThem() throws Exception {
        file.add(SERVER, KEY);
        file.add(SERVER, NEW_KEY);
        assertThat(identity(SERVER).refusal(KEY)).isNull();
        assertThat(identity(SERVER).refusal(NEW_KEY)).isNull();
        assertThat(identity(SERVER).refusal(key(3))).isNotNull();
    }

    @Test
    void takesANewKeyOnceTheOldOneIsForgotten() throws Exception {
        file.add(SERVER, KEY);
        assertThat(file.forget(SERVER)).singleElement().matches(one -> one.key().equals(KEY));
        assertThat(identity(SERVER).refusal(NEW_KEY)).isNull();
    }

    @Test
    void saysWhoseKeyItIsUnderAnotherName() throws Exception {
        file.add(SERVER, KEY);
        assertThat(firstContact(OTHER_PORT, KEY)).contains("it has the key of example.net:7777, SHA256:");
        assertThat(firstContact(OTHER_HOST, KEY)).contains("it has the key of example.net:777");
        assertThat(file.read().all()).extracting(KnownServer::name).containsExactly(SERVER, OTHER_PORT, OTHER_HOST);
    }

    @Test
    void refusesAnUnknownServerIfThatIsWanted() throws Exception {
        assertThat(strict(SERVER).refusal(KEY))
                .contains("example.net:7777 is unknown, and --strict wants it in " + file.path())
                .contains(KEY.fingerprint().text());
        file.add(SERVER, KEY);
        assertThat(strict(SERVER).refusal(KEY)).isNull();
        assertThat(strict(OTHER_PORT).refusal(KEY)).as("the same host").isNull();
        assertThat(strict(OTHER_PORT).refusal(NEW_KEY)).isNotNull();
        assertThat(strict(OTHER_HOST).refusal(KEY))
                .as("it could pass for another")
                .isNotNull();
    }

    @Test
    void takesTheKeyThatTheUserNamesAndNoOther() throws Exception {
        file.add(SERVER, KEY);
        ServerIdentity pinned = pinned(NEW_KEY);
        assertThat(pinned.refusal(NEW_KEY)).isNull();
        assertThat(pinned.refusal(KEY)).contains(KEY.fingerprint() + ", not " + NEW_KEY.fingerprint());
        pinned.proved(NEW_KEY);
        assertThat(pinned.settle().orElseThrow().kind()).isEqualTo(Contact.Kind.PINNED);
        assertThat(file.read().of(SERVER))
                .as("what is known stays")
                .singleElement()
                .matches(one -> one.key().equals(KEY));
    }

    @Test
    void aFileThatCannotBeWrittenBreaksNothing() throws Exception {
        Files.writeString(folder.resolve("settings"), "a file where a folder is to be");
        ServerIdentity identity = new ServerIdentity(SERVER, KnownServers.NONE, file, null, false);
        identity.proved(KEY);
        assertThat(identity.settle().orElseThrow().sentence())
                .startsWith("First contact with example.net:7777: its key is SHA256:")
                .contains("; not remembered: ");
    }

    @Test
    void saysOnceThatNothingCouldBeCompared() {
        KnownServers unreadable = KnownServers.unreadable("known_servers: permission denied");
        ServerIdentity identity = new ServerIdentity(SERVER, unreadable, file, null, false);
        assertThat(identity.refusal(KEY)).isNull();
        identity.proved(KEY);
        assertThat(identity.settle().orElseThrow().sentence())
                .isEqualTo("example.net:7777 has the key " + KEY.fingerprint()
                        + ", not compared with what was known before: known_servers: permission denied.");
        assertThat(file.path()).as("what could not be read").doesNotExist();
    }

    @Test
    void aUserWithoutAHomeIsTold() {
        ServerIdentity identity = new ServerIdentity(SERVER, KnownServers.NONE, null, null, false);
        identity.proved(KEY);
        assertThat(identity.settle().orElseThrow().sentence())
                .endsWith("; not remembered, for there is no home folder: name a file with --known-servers.");
    }

    @Test
    void keysOfTlsAndOfFilesAreKnownApart() throws Exception {
        ServerKey tls = ServerKey.ofTls(bytes(1));
        file.add(SERVER, KEY);
        assertThat(identity(SERVER).refusal(tls)).as("a first contact").isNull();
        file.add(SERVER, tls);
        assertThat(file.path())
                .content()
                .endsWith("example.net 7777 tls:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n");
        assertThat(identity(SERVER).refusal(tls)).isNull();
        assertThat(identity(SERVER).refusal(ServerKey.ofTls(bytes(2)))).contains("line 2", "not " + tls.fingerprint());
        assertThat(identity(SERVER).refusal(NEW_KEY)).contains("line 1", "not " + KEY.fingerprint());
        assertThat(file.forget(SERVER)).extracting(KnownServer::key).containsExactly(KEY, tls);
    }

    @Test
    void theFingerprintOfACertificateIsThatOfItsPublicKey() {
        assertThat(ServerKey.ofTls(bytes(1)).fingerprint())
                .hasToString("SHA256:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE");
    }

    @Test
    void aSecondKeyWithinOneCommandIsRefusedAlsoAtTheFirstContact() throws Exception {
        ServerIdentity identity = identity(SERVER);
        assertThat(identity.refusal(KEY)).isNull();
        identity.proved(KEY);
        assertThat(identity.refusal(KEY)).isNull();
        assertThat(identity.refusal(NEW_KEY))
                .contains(
                        "another key than when this command first met it",
                        NEW_KEY.fingerprint() + ", not " + KEY.fingerprint());
    }

    private String firstContact(ServerName server, ServerKey key) throws Exception {
        ServerIdentity identity = identity(server);
        assertThat(identity.refusal(key)).isNull();
        identity.proved(key);
        return identity.settle().orElseThrow().sentence();
    }

    private ServerIdentity identity(ServerName server) throws Exception {
        return new ServerIdentity(server, file.read(), file, null, false);
    }

    private ServerIdentity strict(ServerName server) throws Exception {
        return new ServerIdentity(server, file.read(), file, null, true);
    }

    private ServerIdentity pinned(ServerKey key) throws Exception {
        return new ServerIdentity(SERVER, file.read(), file, key.fingerprint(), false);
    }

    private static ServerKey key(int value) {
        return ServerKey.ofFiles(bytes(value));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
