using System.Text;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Composition;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class VerpAddressTests
{
    private const string Sender = "bounces@bounce.acme.example";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");

    [Theory]
    [InlineData("spring", true)]
    [InlineData("spring-sale-2026-11-24", true)]
    [InlineData("a-campaign-with-a-name-that-goes-on-and-on-and-on-2026-11-24", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", false)]
    public void For_AnyCampaign_FitsAndIsReadBack(string campaign, bool whole)
    {
        var token = new MessageToken(campaign, 1234, 499, 2);

        var address = VerpAddress.For(Sender, token.Sign(Key));

        Assert.InRange(address.LastIndexOf('@'), 1, 64);
        Assert.Equal(address, AddressRules.Check(address).Address);
        var read = VerpAddress.TryParse(address)!;
        Assert.Equal((Sender, whole ? campaign : null), (read.Sender, read.CampaignId));
        Assert.Equal(address, read.ToString());
        Assert.True(read.MayBeOf(campaign));
        Assert.Equal(token, read.Verify(campaign, Key));
    }

    [Fact]
    public void For_SameMail_IsAlwaysTheSameAndAnotherGenerationIsNot()
    {
        static string Address(int generation) => VerpAddress.For(Sender, new MessageToken("spring", 1, 2, generation).Sign(Key));

        Assert.Equal(Address(0), Address(0));
        Assert.NotEqual(Address(0), Address(1));
    }

    [Theory]
    [InlineData("spring")]
    [InlineData("a-campaign-with-a-name-that-goes-on-and-on-and-on-2026-11-24")]
    public void Verify_OtherCampaignOtherKeyOrOtherRow_IsNobody(string campaign)
    {
        var address = VerpAddress.For(Sender, new MessageToken(campaign, 1, 2, 0).Sign(Key));
        var read = VerpAddress.TryParse(address)!;

        Assert.False(read.MayBeOf("summer"));
        Assert.Null(read.Verify("summer", Key));
        Assert.Null(read.Verify(campaign, [.. Key, 1]));
        Assert.Null(VerpAddress.TryParse(address.Replace(".1.2.0.", ".1.3.0.", StringComparison.Ordinal))!.Verify(campaign, Key));
    }

    [Fact]
    public void TryParse_CaseThatAServerChanged_IsReadAllTheSame()
    {
        var address = VerpAddress.For(Sender, new MessageToken("spring", 1, 2, 0).Sign(Key));

        Assert.NotNull(VerpAddress.TryParse(address.ToUpperInvariant())!.Verify("spring", Key));
    }

    [Theory]
    [InlineData("bounces@bounce.acme.example")]
    [InlineData("bounces+jane@bounce.acme.example")]
    [InlineData("bounces+a.1.2.3@bounce.acme.example")]
    [InlineData("bounces+a.1.2.3.@bounce.acme.example")]
    [InlineData("bounces+a.1.2.3.x y@bounce.acme.example")]
    [InlineData("+spring.1.2.0.abcdefghijklmnop@bounce.acme.example")]
    [InlineData("spring.1.2.0.abcdefghijklmnop")]
    [InlineData("")]
    public void TryParse_AddressWithoutAToken_IsNone(string address) => Assert.Null(VerpAddress.TryParse(address));

    [Fact]
    public void For_SenderAsLongAsTheSettingsAllow_HasRoomForTheLargestNumbers()
    {
        var sender = new string('b', VerpAddress.LongestSenderLocalPart) + "@acme.example";
        var token = new MessageToken(new string('x', 64), 999_999, 999, 9_999);

        Assert.Equal(token, VerpAddress.TryParse(VerpAddress.For(sender, token.Sign(Key)))!.Verify(token.CampaignId, Key));
    }

    [Fact]
    public void For_NoFormFits_IsThePlainAddressAndNeverTheNullSender()
    {
        var sender = new string('b', 60) + "@acme.example";

        Assert.Equal(sender, VerpAddress.For(sender, new MessageToken("spring", 1, 2, 0).Sign(Key)));
    }
}
