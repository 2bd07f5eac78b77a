import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.namespace.QName;
import org.apache.axis.AxisFault;

/** What the service does. */
public class People {
    /** Whoever is looked for is there twice, as one object; once where it has to be exact. */
    public Person[] find(Person[] names, Boolean exact) throws AxisFault {
        if (names == null) return null;
        List<Person> found = new ArrayList<>(Arrays.asList(names));
        for (Person person : names) {
            if ("nobody".equals(person.getName())) throw refuse("nobody & <nothing> is known");
        }
        if (!Boolean.TRUE.equals(exact)) found.addAll(Arrays.asList(names));
        return found.toArray(new Person[0]);
    }

    /** Rows become columns. */
    public int[][] turn(int[][] table) {
        if (table == null) return null;
        int[][] turned = new int[table[0].length][table.length];
        for (int row = 0; row < table.length; row++) {
            for (int column = 0; column < table[row].length; column++) turned[column][row] = table[row][column];
        }
        return turned;
    }

    private static AxisFault refuse(String reason) {
        AxisFault fault = new AxisFault(new QName("http://schemas.xmlsoap.org/soap/envelope/", "Client"), reason, null, null);
        // A stack trace and the machine's name are no part of the contract.
        fault.clearFaultDetails();
        return fault;
    }
}
