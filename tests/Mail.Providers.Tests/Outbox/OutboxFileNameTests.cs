using EmailCampaign.Mail.Providers.Outbox;

namespace EmailCampaign.Mail.Providers.Tests.Outbox;

public sealed class OutboxFileNameTests
{
    [Fact]
    public void ForMessage_PlainAddress_IsReadable()
        => Assert.StartsWith("0000042-jane@example.com-", OutboxFileName.ForMessage(TestMail.To("jane@example.com", 42)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a:b/c\\d*?\"<>|@x.test")]
    [InlineData("../../etc/passwd@x.test")]
    [InlineData("用户@xn--fsq.test")]
    public void ForMessage_HostileAddress_HasOnlyPlainCharacters(string address)
    {
        var name = OutboxFileName.ForMessage(TestMail.To(address));

        Assert.Matches("^[0-9]{7}-[A-Za-z0-9._+@-]+\\.eml$", name);
        Assert.Equal(name, Path.GetFileName(name));
    }

    [Fact]
    public void ForMessage_LongAddress_IsCut()
        => Assert.True(OutboxFileName.ForMessage(TestMail.To(new string('a', 64) + "@" + new string('b', 180) + ".test")).Length < 100);

    [Fact]
    public void ForMessage_AddressesThatDifferInCase_DifferByLine()
        => Assert.False(string.Equals(
            OutboxFileName.ForMessage(TestMail.To("Jane@x.test", 2, "same@acme.test")),
            OutboxFileName.ForMessage(TestMail.To("jane@x.test", 3, "same@acme.test")),
            StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("spring", "spring")]
    [InlineData("nul", "_nul")]
    [InlineData("com1", "_com1")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("..", "_")]
    [InlineData("", "_")]
    [InlineData("a/b", "a_b")]
    public void ForCampaign_Id_IsAFolderEverywhere(string id, string expected)
        => Assert.Equal(expected, OutboxFileName.ForCampaign(id));
}
