using System.Text;
using EmailCampaign.Mail.Providers.Ses.Signing;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Ses.Signing;

/// <summary>Against the examples and the test suite that AWS publishes, with the credentials of its documentation.</summary>
public sealed class SigV4SignerTests
{
    private static readonly AwsCredentials Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", null, null, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("POST", "/", null, null, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    [InlineData("GET", "/?Param2=value2&Param1=value1", null, null, "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")] // get-vanilla-query-order-key-case
    [InlineData("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", null, null, "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")] // get-unreserved
    [InlineData("POST", "/", "application/x-www-form-urlencoded", "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")] // post-x-www-form-urlencoded
    public void Sign_PublishedTestSuite_GivesItsSignature(string method, string path, string? type, string? body, string signature)
    {
        var authorization = Authorization(Request(method, "https://example.amazonaws.com" + path, type, body), body, "service", Example);

        Assert.EndsWith(", Signature=" + signature, authorization, StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_PublishedIamExample_GivesItsSignature()
    {
        var request = Request("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", "application/x-www-form-urlencoded; charset=utf-8", "");

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            Authorization(request, "", "iam", Example));
    }

    [Fact]
    public void Sign_SessionToken_IsSentAndSigned()
    {
        var request = Request("POST", "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails", "application/json", "{}");

        var authorization = Authorization(request, "{}", "ses", Example with { SessionToken = "token" });

        Assert.Equal("token", Assert.Single(request.Headers.GetValues("X-Amz-Security-Token")));
        Assert.Equal("20150830T123600Z", Assert.Single(request.Headers.GetValues("X-Amz-Date")));
        Assert.Contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_Again_ReplacesWhatWasThere()
    {
        var clock = new FakeTimeProvider(Then);
        var signer = new SigV4Signer("us-east-1", "service", clock);
        var request = Request("GET", "https://example.amazonaws.com/", null, null);
        signer.Sign(request, [], Example with { SessionToken = "old" });

        clock.Advance(TimeSpan.FromDays(1));
        signer.Sign(request, [], Example);
        var again = Assert.Single(request.Headers.GetValues("Authorization"));

        Assert.Contains("/20150831/", again, StringComparison.Ordinal);
        Assert.False(request.Headers.Contains("X-Amz-Security-Token"));
        Assert.Equal("20150831T123600Z", Assert.Single(request.Headers.GetValues("X-Amz-Date")));
    }

    [Fact]
    public void Sign_OtherCredentialsAndOtherDays_NeverUseAKeptKey()
    {
        var clock = new FakeTimeProvider(Then);
        var kept = new SigV4Signer("us-east-1", "service", clock);
        foreach (var (secret, days) in new[] { ("a", 0), ("a", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 1) })
        {
            clock.SetUtcNow(Then.AddDays(1).AddDays(days));
            var credentials = Example with { SecretAccessKey = secret };
            var (first, second) = (Request("GET", "https://example.amazonaws.com/", null, null), Request("GET", "https://example.amazonaws.com/", null, null));

            kept.Sign(first, [], credentials);
            new SigV4Signer("us-east-1", "service", clock).Sign(second, [], credentials);

            Assert.Equal(second.Headers.GetValues("Authorization"), first.Headers.GetValues("Authorization"));
        }
    }

    [Theory]
    [InlineData("https://example.amazonaws.com/", "example.amazonaws.com")]
    [InlineData("http://127.0.0.1:8005/", "127.0.0.1:8005")]
    [InlineData("https://bücher.example:443/", "xn--bcher-kva.example")]
    public void Host_DefaultPort_IsLeftOut(string uri, string host) => Assert.Equal(host, CanonicalRequest.Host(new Uri(uri)));

    [Theory]
    [InlineData("https://x.example/v2/email/identities/a%40b.example", "/v2/email/identities/a%2540b.example")]
    [InlineData("https://x.example", "/")]
    public void Path_IsEncodedTwice(string uri, string path)
        => Assert.Equal(path, CanonicalRequest.Of(HttpMethod.Get, new Uri(uri), [], []).Text.Split('\n')[1]);

    [Theory]
    [InlineData("?b=2&a=2&a=1&c", "a=1&a=2&b=2&c=")]
    [InlineData("?x=a%20b&y=%C3%BC*", "x=a%20b&y=%C3%BC%2A")]
    public void Query_IsSortedAndEncoded(string query, string canonical)
        => Assert.Equal(canonical, CanonicalRequest.Of(HttpMethod.Get, new Uri("https://x.example/" + query), [], []).Text.Split('\n')[2]);

    [Fact]
    public void Credentials_AsText_AreNotShown()
    {
        var text = new AwsCredentials("AKIDEXAMPLE", "secret", "session").ToString();

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("session", text, StringComparison.Ordinal);
        Assert.DoesNotContain("EXAMPLE", text, StringComparison.Ordinal);
    }

    private static string Authorization(HttpRequestMessage request, string? body, string service, AwsCredentials credentials)
    {
        new SigV4Signer("us-east-1", service, new FakeTimeProvider(Then)).Sign(request, Encoding.UTF8.GetBytes(body ?? ""), credentials);
        return Assert.Single(request.Headers.GetValues("Authorization"));
    }

    private static HttpRequestMessage Request(string method, string uri, string? type, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return request;
    }
}
