using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

public sealed class ResendProviderTests
{
    [Fact]
    public async Task Send_OneMail_IsTheWholeMailAtTheSingleEndpoint()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Accepts);
        var message = TestMail.To("jo@example.test", messageId: "m1@acme.test") with
        {
            From = new Mailbox("Acme, \"News\"", "news@bücher.test"),
            ReplyTo = new Mailbox("", "answers@acme.test"),
            Subject = "Grüße",
            Html = "<p>Hello</p>",
            CampaignId = "spring sale/2026",
            Headers = [new("List-Unsubscribe", "<https://acme.test/u>"), new("X-Ort", "Köln")],
            Attachments = [new MailAttachment("plan.pdf", "application/pdf", new byte[] { 1, 2, 3 })],
        };

        await SendAsync(server, message);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/emails", null), (request.Method, request.Target, request.Header("x-batch-validation")));
        Assert.Equal("Bearer " + ResendVendor.Key, request.Header("Authorization"));
        Assert.Equal(
            (@"{'from':'\'Acme, \\\'News\\\'\' <news@xn--bcher-kva.test>','to':['jo@example.test'],'subject':'Grüße','html':'<p>Hello</p>','text':'Hello\n',"
            + "'reply_to':['answers@acme.test'],'headers':{'List-Unsubscribe':'<https://acme.test/u>','X-Ort':'=?utf-8?b?S8O2bG4=?=','Message-ID':'<m1@acme.test>'},"
            + "'tags':[{'name':'campaign','value':'spring-sale-2026'}],'attachments':[{'filename':'plan.pdf','content_type':'application/pdf','content':'AQID'}]}")
                .Replace('\'', '"'),
            request.Body);
    }

    [Fact]
    public async Task Send_MoreThanABatch_GoesInBatchesOfAHundred()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Accepts);

        var outcomes = await SendAsync(server, TestMail.Slice(201));

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(
            [("/emails/batch", 100), ("/emails/batch", 100), ("/emails", 1)],
            server.Requests.Select(static request => (request.Target, ResendVendor.Mails(request).Count)));
        Assert.Equal(["permissive", "permissive", null], server.Requests.Select(static request => request.Header("x-batch-validation")));
        Assert.Equal(201, outcomes.Cast<SendOutcome.Accepted>().Select(static outcome => outcome.ProviderMessageId).Distinct().Count());
    }

    [Fact]
    public async Task Send_TheSameMessagesAgain_IsTheSameKeyAndTheSameBytes()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reset());
        var slice = TestMail.Slice(7);

        Assert.All(await SendAsync(server, slice), static outcome => Assert.IsType<SendOutcome.Unknown>(outcome));
        server.Script = new HttpScript(ResendVendor.Accepts);
        Assert.All(await SendAsync(server, [.. slice.Select(static message => message with { })]), static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Content.ToArray(), server.Requests[1].Content.ToArray());
        Assert.Equal(server.Requests[0].Header("Idempotency-Key"), server.Requests[1].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task Send_OtherMembersOrAnotherGeneration_IsAnotherKey()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Accepts);
        var slice = TestMail.Slice(3);

        await SendAsync(server, slice);
        await SendAsync(server, slice[..2]);
        await SendAsync(server, [slice[1], slice[0], slice[2]]);
        await SendAsync(server, [slice[0] with { IdempotencyKey = "key-2-again" }, slice[1], slice[2]]);

        var keys = server.Requests.Select(static request => request.Header("Idempotency-Key")!).ToList();
        Assert.Equal(4, keys.Distinct().Count());
        Assert.All(keys, static key => Assert.InRange(key.Length, 1, 256));
    }

    [Fact]
    public async Task Send_PermissiveBatch_ErrorsAndIdsFindTheirMails()
    {
        await using var server = ScriptedHttpServer.Start(request => ResendVendor.Permissive(request, static address => address switch
        {
            "user2@example.test" => "Invalid `to` field.",
            "user5@example.test" => "Missing `html` or `text` field.",
            _ => null,
        }));

        var outcomes = await SendAsync(server, TestMail.Slice(6));

        Assert.Equal(["Accepted", "Rejected:BadAddress", "Accepted", "Accepted", "Rejected:Other", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(
            ["00000001-0000", "00000001-0002", "00000001-0003", "00000001-0005"],
            outcomes.OfType<SendOutcome.Accepted>().Select(static outcome => outcome.ProviderMessageId));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task Send_BatchRefusedWholeForOneAddress_CostsThatMailAlone(int status)
    {
        await using var server = ScriptedHttpServer.Start(request => ResendVendor.Recipients(request).Contains("user5@example.test")
            ? ResendVendor.Error(status, "validation_error", "Invalid `to` field. The email address needs to follow the `email@example.com` format.")
            : ResendVendor.Accepts(request));

        var outcomes = await SendAsync(server, TestMail.Slice(100));

        Assert.Equal("Rejected:BadAddress", OutcomeText.Of([outcomes[4]])[0]);
        Assert.Equal(99, outcomes.OfType<SendOutcome.Accepted>().Count());
        var taken = server.Requests.Where(static request => !ResendVendor.Recipients(request).Contains("user5@example.test")).SelectMany(ResendVendor.Recipients);
        Assert.Equal(99, taken.Distinct().Count());
        Assert.InRange(server.Requests.Count, 3, 15); // halved seven times, not a hundred calls
    }

    [Fact]
    public async Task Send_BatchTooLargeAsAWhole_GoesInSmallerOnes()
    {
        await using var server = ScriptedHttpServer.Start(request => ResendVendor.Mails(request).Count > 30
            ? new HttpAction.Reply(413, "Request Entity Too Large")
            : ResendVendor.Accepts(request));

        Assert.Equal(100, (await SendAsync(server, TestMail.Slice(100))).OfType<SendOutcome.Accepted>().Count());
        Assert.Equal([100, 50, 25, 25, 50, 25, 25], server.Requests.Select(static request => ResendVendor.Mails(request).Count));
    }

    [Fact]
    public async Task Send_BatchRefusedForWhatIsWrongWithAll_EndsAtTheFirstMail()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Error(422, "invalid_parameter", "The `headers` field is invalid."));

        var outcomes = OutcomeText.Of(await SendAsync(server, TestMail.Slice(100)));

        Assert.Equal("Refused:Other", outcomes[0]);
        Assert.All(outcomes[1..], static outcome => Assert.Equal("NotAttempted", outcome));
        Assert.InRange(server.Requests.Count, 2, 8);
    }

    [Fact]
    public async Task Send_HalfOfARefusedBatchIsInDoubt_NothingElseIs()
    {
        var calls = 0;
        await using var server = ScriptedHttpServer.Start(request => Interlocked.Increment(ref calls) switch
        {
            1 => ResendVendor.Error(400, "validation_error", "Invalid `to` field."),
            2 => ResendVendor.Accepts(request),
            _ => new HttpAction.Reply(500, ""),
        });

        var outcomes = OutcomeText.Of(await SendAsync(server, TestMail.Slice(150)));

        // What is in doubt was one call: its repeat is that call again.
        Assert.Equal((50, 50, 50), (outcomes.Count("Accepted".Equals), outcomes.Count("Unknown".Equals), outcomes.Count("NotAttempted".Equals)));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"a"}]}""")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}],"errors":[{"index":7,"message":"x"}]}""")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}],"errors":[{"message":"x"}]}""")]
    [InlineData("""{}""")]
    public async Task Send_BatchAnswerThatDoesNotAddUp_IsUnknown(string body)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, body));

        Assert.All(await SendAsync(server, TestMail.Slice(3)), static outcome => Assert.IsType<SendOutcome.Unknown>(outcome));
    }

    [Fact]
    public async Task Send_ThrottledWithARateLimitReset_WaitsUntilThen()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Error(429, "rate_limit_exceeded", "Too many requests.").With("ratelimit-reset", "3"));

        var outcome = Assert.IsType<SendOutcome.Throttled>((await SendAsync(server, TestMail.Slice(2)))[0]);

        Assert.Equal(TimeSpan.FromSeconds(3), outcome.RetryAfter);
    }

    [Fact]
    public async Task Send_HeaderThatCannotBe_RejectsThatMailAlone()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Accepts);
        var slice = TestMail.Slice(3);
        slice[1] = slice[1] with { Headers = [new("X-A", "1"), new("x-a", "2")] };

        Assert.Equal(["Accepted", "Rejected:NotRendered", "Accepted"], OutcomeText.Of(await SendAsync(server, slice)));
    }

    [Fact]
    public async Task Send_HalfASurrogate_IsSentAsAReplacementCharacter()
    {
        await using var server = ScriptedHttpServer.Start(ResendVendor.Accepts);

        var outcomes = await SendAsync(server, TestMail.To("jo@example.test", text: "a\ud83d b"));

        Assert.IsType<SendOutcome.Accepted>(outcomes[0]);
        Assert.Equal("a\ufffd b", Assert.Single(server.Requests).Json.GetProperty("text").GetString());
    }

    private static async Task<IReadOnlyList<SendOutcome>> SendAsync(ScriptedHttpServer server, params OutgoingMessage[] messages)
    {
        using var provider = ResendVendor.Provider(server.Address);
        return await provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
    }
}
