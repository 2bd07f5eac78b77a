import org.apache.ws.security.WSSConfig;
import org.w3c.dom.Document;

/** Measures signed and encrypted calls. Arguments: the folder of the keys, and the number of calls. */
public final class Cost {
    public static void main(String[] arguments) throws Exception {
        WSSConfig.init();
        Keys keys = new Keys(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        measure(keys, rounds);
        System.out.println("theirs " + measure(keys, rounds));
    }

    /** Returns the microseconds of a call: its request and its reply, each secured, written, parsed and verified. */
    private static double measure(Keys keys, int rounds) throws Exception {
        long start = System.nanoTime();
        for (int round = 0; round < 2 * rounds; round++) {
            Document document = Peer.parse(Peer.ENVELOPE);
            Message.request("encrypted", document, keys, null).secure();
            Peer.body(Peer.verified(Peer.text(document), keys.service, null));
        }
        return (System.nanoTime() - start) / 1000.0 / rounds;
    }
}
