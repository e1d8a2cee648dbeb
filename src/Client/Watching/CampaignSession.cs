using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Watching;

/// <summary>
/// A connection that outlives its silo: when the process that hosted it goes, a command that needs sending hosts the directory itself
/// and goes on.
/// </summary>
internal sealed class CampaignSession : IAsyncDisposable
{
    private readonly ConsoleContext _console;
    private readonly GlobalSettings _settings;
    private readonly bool _sends;

    private CampaignSession(ConsoleContext console, GlobalSettings settings, bool sends, ICampaignConnection connection)
    {
        _console = console;
        _settings = settings;
        _sends = sends;
        Connection = connection;
    }

    public ICampaignConnection Connection { get; private set; }

    /// <summary>Connects; a refusal is said to the person and comes back as an exit code.</summary>
    public static async Task<(CampaignSession? Session, int ExitCode)> OpenAsync(
        ConsoleContext console, GlobalSettings settings, bool sends, CancellationToken cancellationToken)
    {
        switch (await console.Connector.ConnectAsync(settings, sends, console.Terminal.Message, cancellationToken))
        {
            case Connecting.Connected connected:
                return (new(console, settings, sends, connected.Connection), ExitCode.Done);
            case Connecting.Refused refused:
                console.Terminal.Message(refused.Message);
                return (null, refused.ExitCode);
            default:
                throw new InvalidOperationException("Connecting has two results.");
        }
    }

    /// <summary>Takes the place of a silo that is gone.</summary>
    /// <returns>Whether there is a connection again; when not, the person was told and the exit code says why.</returns>
    public async Task<(bool Connected, int ExitCode)> ReopenAsync(CancellationToken cancellationToken)
    {
        await Connection.DisposeAsync();
        if (_settings.Cluster is not null)
        {
            _console.Terminal.Message("The cluster does not answer; connecting again.");
        }
        else if (!_sends)
        {
            _console.Terminal.Message("The console that hosted this data directory has ended, and nothing is sending now. "
                + "'campaign resume ID' or 'campaign run' goes on.");
            return (false, ExitCode.Unreachable);
        }

        else
        {
            _console.Terminal.Message("The console that hosted this data directory has ended; this one goes on in its place.");
        }

        var (session, exitCode) = await OpenAsync(_console, _settings, _sends, cancellationToken);
        if (session is null)
        {
            return (false, exitCode);
        }

        Connection = session.Connection;
        return (true, ExitCode.Done);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
