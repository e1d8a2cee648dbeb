using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>
/// A server that, from a given number of mails on, keeps the answer to each final dot back. What is on the wire then stays there until the
/// test says what becomes of it, so that a kill or a drain always meets mails in flight.
/// </summary>
internal sealed class SendingGate : IAsyncDisposable
{
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closesAt = int.MaxValue;
    private int _held;

    public SendingGate() => Server = ScriptedSmtpServer.Start(new SmtpScript { Otherwise = Decide });

    public ScriptedSmtpServer Server { get; }

    /// <summary>Mails whose final dot was not answered when the gate was last closed.</summary>
    public int Held => Volatile.Read(ref _held);

    public void CloseAt(int accepted)
    {
        _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _held, 0);
        Volatile.Write(ref _closesAt, accepted);
    }

    /// <summary>Takes what is held: the server has the mail, whether or not somebody is left to hear so.</summary>
    public void Open()
    {
        Volatile.Write(ref _closesAt, int.MaxValue);
        _open.TrySetResult();
    }

    /// <summary>Takes what is held and waits until no client is connected any more.</summary>
    public async Task OpenAndEmptyAsync()
    {
        Open();
        await Server.DropSessionsAsync();
        await Testing.Processes.Eventually.TrueAsync(() => Server.OpenSessions == 0, () => $"{Server.OpenSessions} open sessions");
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await Server.DisposeAsync();
    }

    private SmtpAction.Hold? Decide(SmtpExchange exchange)
    {
        if (exchange.Step != SmtpStep.Dot || Server.AcceptedCount < Volatile.Read(ref _closesAt))
        {
            return null;
        }

        Interlocked.Increment(ref _held);
        return new SmtpAction.Hold(_open.Task);
    }
}
