using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.LoadTest.Children;

/// <summary>Takes mails by SMTP and counts them.</summary>
internal static class SinkChild
{
    public const string Verb = "sink-child";

    /// <param name="queueIdLength">Characters of the queue ids that it answers with; 0 for its own short ones.</param>
    public static async Task<int> RunAsync(int queueIdLength)
    {
        var script = queueIdLength == 0 ? SmtpScript.AcceptAll
            : SmtpScript.AcceptAll.On(SmtpStep.Dot, "250 2.0.0 Ok: queued as " + new string('Q', queueIdLength));
        await using var server = ScriptedSmtpServer.Start(script);
        await SinkTalk.RunAsync(server.Port, () => server.AcceptedCount);
        return 0;
    }
}
