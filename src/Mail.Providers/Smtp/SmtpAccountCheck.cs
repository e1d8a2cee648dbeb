using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Asks each server of an account how it is: connect, EHLO, TLS, AUTH, NOOP, QUIT, on a session of its own.</summary>
internal static class SmtpAccountCheck
{
    /// <returns>The account sends when at least one server does and none refuses; the sentence names each server.</returns>
    public static async Task<ProviderAccountState> RunAsync(IReadOnlyList<SmtpServer> servers, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(servers.Select(server => AskAsync(server, cancellationToken))).ConfigureAwait(false);
        var status = answers.Any(static answer => answer.Status == ProviderAccountStatus.Refuses) ? ProviderAccountStatus.Refuses
            : answers.Any(static answer => answer.Status == ProviderAccountStatus.Ready) ? ProviderAccountStatus.Ready
            : ProviderAccountStatus.Unknown;
        return new ProviderAccountState(status, string.Join("; ", answers.Select(static answer => answer.Sentence)) + ".");
    }

    private static async Task<ProviderAccountState> AskAsync(SmtpServer server, CancellationToken cancellationToken)
    {
        var connection = await server.Connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (connection.Session is not { } session)
        {
            return Judge(server, connection.Failure!);
        }

        try
        {
            var description = await session.DescribeAsync(cancellationToken).ConfigureAwait(false);
            return new ProviderAccountState(ProviderAccountStatus.Ready, $"{server.Endpoint.Place} answers: {description}");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProviderAccountState(ProviderAccountStatus.Unknown, $"{server.Endpoint.Place} does not answer NOOP: {Short(exception.Message)}");
        }
        finally
        {
            await SmtpSessionPool.QuitAsync(session).ConfigureAwait(false);
        }
    }

    private static ProviderAccountState Judge(SmtpServer server, SendOutcome failure) => failure switch
    {
        SendOutcome.Refused refused => Of(ProviderAccountStatus.Refuses, $"{server.Endpoint.Place} refuses ({refused.Reason}): {Short(refused.Reply)}"),
        SendOutcome.Throttled throttled => Of(ProviderAccountStatus.Refuses, $"{server.Endpoint.Place} says not now: {Short(throttled.Reply)}"),
        SendOutcome.Unreachable unreachable => Of(ProviderAccountStatus.Unknown, $"cannot be reached: {Short(unreachable.Detail)}"),
        _ => Of(ProviderAccountStatus.Unknown, $"{server.Endpoint.Place} cannot be asked"),
    };

    private static ProviderAccountState Of(ProviderAccountStatus status, string sentence) => new(status, sentence);

    private static string Short(string text) => SmtpReply.OneLine(text, 300).TrimEnd('.');
}
