using System.Text;
using System.Text.Json;
using EmailCampaign.Mail.Providers.Ses.Signing;
using EmailCampaign.Testing.Processes;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Ses.Foreign;

/// <summary>A second opinion about our signatures: the signer of AWS's own JavaScript library.</summary>
public sealed class SmithySignatureTests
{
    private const string Mail = "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails";

    private static readonly AwsCredentials Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Then = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private static readonly Case[] Cases =
    [
        new("POST", Mail, "{}", Then, "eu-west-1", Keys),
        new("POST", Mail, "{\"Grüße\":\"😀\"}", Then, "eu-west-1", Keys),
        new("POST", Mail, new string('x', 100_000), Then, "eu-west-1", Keys with { SessionToken = "IQoJb3JpZ2luX2VjEXAMPLE//+==" }),
        new("POST", "http://127.0.0.1:8005/v2/email/outbound-bulk-emails", "{}", Then.AddDays(1), "us-east-1", Keys),
        new("GET", "https://email.eu-west-1.amazonaws.com/v2/email/account", null, Then.AddDays(1), "eu-west-1", Keys),
        new("GET", "https://email.eu-west-1.amazonaws.com/v2/email/identities/a%40b.example?PageSize=2&A=b%20c&NextToken=%2B%2F%3D", null, Then, "eu-west-1", Keys),
    ];

    [Fact]
    public async Task Sign_AnyRequest_IsAsAwsSignsIt()
    {
        var node = await SesPackages.NodeAsync();
        var file = Path.Combine(SesPackages.Folder, $"cases-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Cases.Select(static one => one.ForNode)), TestContext.Current.CancellationToken);
        try
        {
            await using var signer = RunningProcess.Start(node, ["sign.js", file], SesPackages.Folder);
            Assert.True(await signer.ExitAsync() == 0, signer.ToString());

            Assert.Equal(signer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Cases.Select(Sign));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Sign(Case one)
    {
        using var request = new HttpRequestMessage(new HttpMethod(one.Method), one.Uri);
        var body = Encoding.UTF8.GetBytes(one.Body ?? "");
        if (one.Body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        new SigV4Signer(one.Region, "ses", new FakeTimeProvider(one.At)).Sign(request, body, one.Keys);
        return request.Headers.GetValues("Authorization").Single();
    }

    private sealed record Case(string Method, string Uri, string? Body, DateTimeOffset At, string Region, AwsCredentials Keys)
    {
        public object ForNode => new
        {
            method = Method,
            uri = Uri,
            type = Body is null ? null : "application/json",
            body = Body,
            date = At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            region = Region,
            credentials = new { accessKeyId = Keys.AccessKeyId, secretAccessKey = Keys.SecretAccessKey, sessionToken = Keys.SessionToken },
        };
    }
}
