using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesBulkCallTests
{
    private static readonly OutgoingMessage Rich = TestMail.To("jane@x.test", text: "\"Grüße\"\n{{not_ours}}") with
    {
        From = new Mailbox("Bücher & Co", "news@acme.test"),
        ReplyTo = new Mailbox("Help, Acme", "help@acme.test"),
        Subject = "50 % \\ \"off\" für Jane",
        Html = "<p class=\"a\">Grüße &amp; 😀</p>\r\n",
        Headers = [new("List-Unsubscribe", "<https://u.acme.test/7>")],
    };

    [Fact]
    public async Task Send_Slice_PassesWhatWasRenderedThroughTheTemplate()
    {
        await using var server = ScriptedHttpServer.Start(request => SesWire.Results(request, static _ => "SUCCESS"));

        var outcomes = await SendAsync(server, [Rich, Rich with { To = "bob@x.test", Subject = "Bob" }], options => options.ConfigurationSet = "campaigns");

        Assert.Equal(["id-1-0", "id-1-1"], outcomes.Select(static outcome => Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v2/email/outbound-bulk-emails"), (request.Method, request.Target));
        var call = request.Json;
        Assert.Equal("=?utf-8?b?QsO8Y2hlcg==?= & Co <news@acme.test>", call.GetProperty("FromEmailAddress").GetString());
        Assert.Equal("\"Help, Acme\" <help@acme.test>", call.GetProperty("ReplyToAddresses")[0].GetString());
        Assert.Equal("campaigns", call.GetProperty("ConfigurationSetName").GetString());
        Assert.Equal(
            "{\"TemplateContent\":{\"Subject\":\"{{s}}\",\"Html\":\"{{h}}\",\"Text\":\"{{t}}\"},\"TemplateData\":\"{}\"}",
            call.GetProperty("DefaultContent").GetProperty("Template").GetRawText());
        var entry = call.GetProperty("BulkEmailEntries")[0];
        Assert.Equal((Rich.Subject, Rich.Html, Rich.Text), Content(entry));
        Assert.Equal("[{\"Name\":\"List-Unsubscribe\",\"Value\":\"<https://u.acme.test/7>\"}]", entry.GetProperty("ReplacementHeaders").GetRawText());
        Assert.Equal(
            "[{\"Name\":\"campaign\",\"Value\":\"spring\"},{\"Name\":\"token\",\"Value\":\"key-2\"}]",
            entry.GetProperty("ReplacementTags").GetRawText());
    }

    [Fact]
    public async Task Send_TextOnly_HasNoHtmlPart()
    {
        await using var server = ScriptedHttpServer.Start(request => SesWire.Results(request, static _ => "SUCCESS"));

        await SendAsync(server, TestMail.Slice(2));

        Assert.Equal(
            "{\"Subject\":\"{{s}}\",\"Text\":\"{{t}}\"}",
            server.Requests[0].Json.GetProperty("DefaultContent").GetProperty("Template").GetProperty("TemplateContent").GetRawText());
    }

    [Fact]
    public async Task Send_EntriesOfEveryKind_EachGetsItsOwnOutcomeAndTheSliceEndsAtTheThrottle()
    {
        var statuses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["user1@example.test"] = "SUCCESS",
            ["user2@example.test"] = "INVALID_PARAMETER_VALUE",
            ["user3@example.test"] = "TRANSIENT_FAILURE",
            ["user4@example.test"] = "ACCOUNT_THROTTLED",
        };
        await using var server = ScriptedHttpServer.Start(request => SesWire.Results(request, to => statuses.GetValueOrDefault(to, "SUCCESS")));

        var outcomes = await SendAsync(server, TestMail.Slice(60));

        Assert.Equal(["Accepted", "Rejected:Other", "Deferred:Fault", "Throttled", "Accepted"], OutcomeText.Of(outcomes.Take(5)));
        Assert.All(outcomes.Skip(50), static outcome => Assert.IsType<SendOutcome.NotAttempted>(outcome));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("{\"BulkEmailEntryResults\":[{\"Status\":\"SUCCESS\",\"MessageId\":\"1\"}]}")]
    [InlineData("{\"BulkEmailEntryResults\":[]}")]
    [InlineData("{\"BulkEmailEntryResults\":{}}")]
    [InlineData("{\"BulkEmailEntryResults\":[7,8]}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Send_AnswerThatDoesNotFit_IsUnknownForAll(string body)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, body));

        Assert.All(await SendAsync(server, TestMail.Slice(2)), static outcome => Assert.IsType<SendOutcome.Unknown>(outcome));
    }

    [Fact]
    public async Task Send_MailsThatSesCannotCompose_GoSinglyAsTheyAre()
    {
        await using var server = ScriptedHttpServer.Start(request => request.Target.EndsWith("bulk-emails", StringComparison.Ordinal)
            ? SesWire.Results(request, static _ => "SUCCESS")
            : new HttpAction.Reply(200, "{\"MessageId\":\"raw\"}"));
        var slice = TestMail.Slice(4);
        slice[1] = slice[1] with { Attachments = [new MailAttachment("a.txt", "text/plain", new byte[] { 65 })] };
        slice[3] = slice[3] with { Headers = [new("X-Name", "Jürgen")] };

        var outcomes = await SendAsync(server, slice);

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(["bulk", "raw", "bulk", "raw"], server.Requests.Select(static request => request.Target.Contains("bulk", StringComparison.Ordinal) ? "bulk" : "raw"));
    }

    [Fact]
    public void Calls_LongSlice_HasAtMostFiftyInACall()
        => Assert.Equal([50, 50, 20], SesBulkPlan.Calls(TestMail.Slice(120), SesBulkCall.Entries).Select(static call => call.Count));

    [Fact]
    public void Calls_SlowAccount_HasNoMoreInACallThanASecondTakes()
        => Assert.Equal([14, 14, 2], SesBulkPlan.Calls(TestMail.Slice(30), 14).Select(static call => call.Count));

    [Fact]
    public void Calls_LargeMails_StayBelowTheLimitOfACall()
    {
        OutgoingMessage[] slice = [.. TestMail.Slice(50).Select(static message => message with { Text = new string('x', 240_000) })];

        var calls = SesBulkPlan.Calls(slice, SesBulkCall.Entries).ToList();

        Assert.Equal([20, 20, 10], calls.Select(static call => call.Count));
        Assert.All(calls, call => Assert.InRange(Body([.. call.Select(index => slice[index])]).Length, 1, SesBulkCall.Octets));
    }

    [Fact]
    public void Calls_OtherSendersAndForms_AreCallsOfTheirOwn()
    {
        var slice = TestMail.Slice(6);
        slice[1] = slice[1] with { From = new Mailbox("Other", "other@acme.test") };
        slice[3] = slice[3] with { Html = "<p>" };
        slice[5] = slice[5] with { ReplyTo = new Mailbox("", "help@acme.test") };

        Assert.Equal([[0], [1], [2], [3], [4], [5]], SesBulkPlan.Calls(slice, SesBulkCall.Entries));
    }

    [Fact]
    public void Calls_AnySlice_HoldsEveryMailOnceAndInOrder()
    {
        var slice = TestMail.Slice(40);
        for (var i = 0; i < slice.Length; i += 3)
        {
            slice[i] = slice[i] with { Headers = [new("X-Long", new string('x', 1000))] };
        }

        var calls = SesBulkPlan.Calls(slice, 7).ToList();

        Assert.Equal(Enumerable.Range(0, 40), calls.SelectMany(static call => call));
        Assert.All(calls, call => Assert.True(call.Count == 1 || call.All(index => SesBulkEntry.Fits(slice[index]))));
    }

    [Fact]
    public void Size_OfTextThatJsonEscapes_IsNeverLessThanTheEntry()
    {
        foreach (var text in new[] { "\"\"\"\"", "\\\\\\", "\r\n\r\n\t", "😀ü\u0001\u001f", "</script>'+&", new string('"', 10_000), "\u2028\u2029\ud800" })
        {
            var message = Rich with { Subject = text, Html = text, Text = text };

            Assert.InRange(SesBulkEntry.Body(message).Length, 1, SesBulkEntry.Size(message));
        }
    }

    [Theory]
    [InlineData("X-A", "plain", true)]
    [InlineData("X-A", "ü", false)]
    [InlineData("X-A", "a\tb", false)]
    public void Fits_Header_OnlyWhenItNeedsNoEncoding(string name, string value, bool fits)
        => Assert.Equal(fits, SesBulkEntry.Fits(TestMail.To("a@x.test") with { Headers = [new(name, value)] }));

    private static byte[] Body(OutgoingMessage[] messages)
        => SesBulkCall.Body([.. messages.Select(static (message, index) => new ApiPart(index, message, SesBulkEntry.Body(message)))], new SesOptions());

    private static (string? Subject, string? Html, string? Text) Content(JsonElement entry)
    {
        var data = JsonSerializer.Deserialize<JsonElement>(entry.GetProperty("ReplacementEmailContent").GetProperty("ReplacementTemplate")
            .GetProperty("ReplacementTemplateData").GetString()!);
        return (data.GetProperty("s").GetString(), data.GetProperty("h").GetString(), data.GetProperty("t").GetString());
    }

    private static async Task<IReadOnlyList<SendOutcome>> SendAsync(
        ScriptedHttpServer server, OutgoingMessage[] messages, Action<SesOptions>? configure = null)
    {
        var options = SesWire.Options(server.Address);
        options.Bulk = true;
        configure?.Invoke(options);
        using var provider = new SesProvider("ses", options, TimeProvider.System);
        return await provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
    }
}
