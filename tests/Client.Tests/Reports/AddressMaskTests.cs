using EmailCampaign.Client.Reports;
using static EmailCampaign.Client.Tests.Reports.TestRecipients;

namespace EmailCampaign.Client.Tests.Reports;

public sealed class AddressMaskTests
{
    [Theory]
    [InlineData("550 5.1.1 <ada.l@x.example>: no such user", "550 5.1.1 <[address]>: no such user")]
    [InlineData("550 ADA.L@X.EXAMPLE unknown", "550 [address] unknown")]
    [InlineData("550 5.1.1 ada.l: no such user here", "550 5.1.1 [address]: no such user here")]
    [InlineData("550 forwarded to 'other+tag@y.example', which is full", "550 forwarded to '[address]', which is full")]
    [InlineData("550 see https://x.example/why?to=ada.l%40x.example", "550 see https:[address]")]
    [InlineData("550 rfc822;ada.l+40x.example", "550 rfc822;[address]")]
    [InlineData("550 \"ada l\"@x.example and 用户@例え.example and u@[192.0.2.1]", "550 [address] and [address] and [address]")]
    [InlineData("450 4.2.0 greylisted for 300 s", "450 4.2.0 greylisted for 300 s")]
    public void Of_AReply_HoldsNoAddress(string reply, string masked)
        => Assert.Equal(masked, AddressMask.Of(Dead("ada.l@x.example", reply)).Reply);

    [Fact]
    public void Of_AShortName_LeavesTheSentence()
        => Assert.Equal("550 no such user", AddressMask.Of(Dead("no@x.example", "550 no such user")).Reply);

    [Fact]
    public void Of_AReport_TakesThemFromSamplesExamplesAndReasons()
    {
        var report = Report(Dead("ada.l@x.example", "550 <ada.l@x.example>"), InDoubt("bob@x.example"));

        var masked = ReportMask.Of(report with { Campaign = report.Campaign with { Name = "For ada.l@x.example", Reason = "535 news@acme.example is blocked" } });

        Assert.Equal(AddressMask.Mask, masked.DeadLetters[0].Email);
        Assert.Equal(AddressMask.Mask, masked.InDoubt[0].Email);
        Assert.Equal("550 <[address]>", masked.Failures[0].Example!.Reply);
        Assert.Equal(("For [address]", "535 [address] is blocked"), (masked.Campaign.Name, masked.Campaign.Reason));
        Assert.Equal(report.Domains, masked.Domains);
    }
}
