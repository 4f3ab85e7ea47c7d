package paloma.client.chat;

/** Where what happens is shown. */
interface ChatView {
    void show(ChatEvent event);
}
