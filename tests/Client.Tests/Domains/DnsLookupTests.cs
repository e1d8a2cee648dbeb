using EmailCampaign.Client.Domains;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Testing.Dns;

namespace EmailCampaign.Client.Tests.Domains;

public sealed class DnsLookupTests
{
    [Theory]
    [InlineData("acme.example", DomainRecord.Txt, "one|two")]
    [InlineData("acme.example", DomainRecord.Mx, "10 mx.acme.example")]
    [InlineData("null.example", DomainRecord.Mx, "0 .")]
    [InlineData("mx.acme.example", DomainRecord.Address, "192.0.2.1")]
    [InlineData("six.example", DomainRecord.Address, "2001:db8::1")]
    [InlineData("alias.example", DomainRecord.Txt, "one|two")]
    [InlineData("acme.example", DomainRecord.Address, "")]
    [InlineData("nobody.example", DomainRecord.Txt, "")]
    [InlineData("a..b", DomainRecord.Txt, "")]
    public async Task Ask_Name_GivesItsRecords(string name, DomainRecord record, string expected)
    {
        await using var dns = FakeDnsServer.Start(new FakeZone()
            .With("acme.example", "TXT", "one").With("acme.example", "TXT", "two").With("acme.example", "MX", "10 mx.acme.example")
            .With("null.example", "MX", "0 .").With("mx.acme.example", "A", "192.0.2.1").With("six.example", "AAAA", "2001:db8::1")
            .With("alias.example", "CNAME", "acme.example"));

        var answer = await AskAsync(dns, name, record);

        Assert.Null(answer.Fault);
        Assert.Equal(expected, string.Join('|', answer.Values));
    }

    [Fact]
    public async Task Ask_LongText_ComesOverTcpInOnePiece()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(static i => $"{i} "));
        await using var dns = FakeDnsServer.Start(new FakeZone().With("acme.example", "TXT", text));

        Assert.Equal([text], (await AskAsync(dns, "acme.example", DomainRecord.Txt)).Values);
        Assert.Equal(1, dns.TcpQuestions);
    }

    [Fact]
    public async Task Ask_ServerThatFails_IsAFault()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone().Broken("acme.example"));

        Assert.Equal("the resolver says ServerFailure about acme.example", (await AskAsync(dns, "acme.example", DomainRecord.Mx)).Fault);
    }

    [Fact]
    public async Task Ask_ServerThatIsSilent_IsAFaultAfterTwoQuestions()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone().Silent("acme.example"));

        Assert.Equal("the resolver does not answer about acme.example", (await AskAsync(dns, "acme.example", DomainRecord.Txt, 200)).Fault);
        Assert.Equal(2, dns.UdpQuestions);
    }

    private static Task<DomainAnswer> AskAsync(FakeDnsServer dns, string name, DomainRecord record, int patience = 5000)
        => new DnsLookup(dns.EndPoint, TimeSpan.FromMilliseconds(patience)).AskAsync(name, record, TestContext.Current.CancellationToken);
}
