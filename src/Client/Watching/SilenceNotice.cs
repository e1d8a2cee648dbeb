using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Watching;

/// <summary>Says once that a silo does not answer, and once that it answers again: a busy silo comes back, so asking goes on.</summary>
internal sealed class SilenceNotice(Terminal terminal, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private long _since = clock.GetTimestamp();
    private bool _said;

    /// <summary>Waits for the answer to a question.</summary>
    /// <returns>Whether there was an answer, and the answer; none when the call gave up.</returns>
    /// <exception cref="OperationCanceledException">The person interrupted; the question is left alone.</exception>
    public async Task<(bool Answered, T? Answer)> WaitAsync<T>(Task<T> question, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await PatientlyAsync(question, cancellationToken);
            Heard();
            return (true, answer);
        }
        catch (TimeoutException)
        {
            if (Left == TimeSpan.Zero)
            {
                Say();
            }

            return (false, default);
        }
    }

    private async Task<T> PatientlyAsync<T>(Task<T> question, CancellationToken cancellationToken)
    {
        if (!_said)
        {
            try
            {
                return await question.WaitAsync(Left, clock, cancellationToken);
            }
            catch (TimeoutException) when (!question.IsCompleted)
            {
                Say(); // the call itself goes on, and may give up much later
            }
        }

        return await question.WaitAsync(cancellationToken);
    }

    private TimeSpan Left => Patience - clock.GetElapsedTime(_since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private void Heard()
    {
        if (_said)
        {
            terminal.Message("The silo answers again.");
        }

        (_said, _since) = (false, clock.GetTimestamp());
    }

    private void Say()
    {
        if (!_said)
        {
            terminal.Message("The silo of this data directory does not answer; still trying.");
            _said = true;
        }
    }
}
