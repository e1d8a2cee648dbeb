using EmailCampaign.Mail.Composition;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class MessageIdsTests
{
    [Theory]
    [InlineData("news@Acme.Example", "t.1@acme.example")]
    [InlineData("news@bücher.example", "t.1@xn--bcher-kva.example")]
    public void For_From_UsesItsDomain(string from, string expected) => Assert.Equal(expected, MessageIds.For("t.1", from));

    [Theory]
    [InlineData("news")]
    [InlineData("news@")]
    public void For_NoDomain_IsABug(string from) => Assert.Throws<ArgumentException>(() => MessageIds.For("t.1", from));
}
