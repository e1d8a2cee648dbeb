using System.Runtime.InteropServices;

namespace EmailCampaign.Client.Terminals;

/// <summary>
/// Ctrl-C, SIGTERM, and a terminal that is closed (SIGHUP). The first one asks the command to come to an orderly end; a second Ctrl-C ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action<int> _exit;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="exit">Ends the process with an exit code; a test passes its own.</param>
    public Interruption(Action<int> exit) => _exit = exit;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public bool Requested => _source.IsCancellationRequested;

    /// <summary>Takes the signals of this process.</summary>
    public Interruption Listen()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, again: true)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, again: false)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Take(context, again: false)));
        return this;
    }

    /// <summary>What a signal does; <paramref name="again"/> says whether a second one of its kind ends the process at once.</summary>
    public void Signal(bool again)
    {
        if (!_source.IsCancellationRequested)
        {
            _source.Cancel();
        }
        else if (again)
        {
            _exit(ExitCode.Interrupted);
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Take(PosixSignalContext context, bool again)
    {
        context.Cancel = true; // the process goes on to its orderly end
        Signal(again);
    }
}
