/** Complex type Person of the contract, as a bean. */
public class Person {
    private String name;
    private Integer age;
    private Person friend;

    public String getName() { return name; }
    public void setName(String name) { this.name = name; }
    public Integer getAge() { return age; }
    public void setAge(Integer age) { this.age = age; }
    public Person getFriend() { return friend; }
    public void setFriend(Person friend) { this.friend = friend; }
}
