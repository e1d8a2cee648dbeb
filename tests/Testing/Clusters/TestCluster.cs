namespace EmailCampaign.Testing.Clusters;

/// <summary>Silos as processes over one database. Disposing ends them.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("campaign-cluster-");
    private readonly Dictionary<string, string?> _environment = [];
    private readonly List<SiloSeat> _seats = [];

    public TestCluster(string database)
    {
        Database = database;
        Set("Providers__smtp__Security", "none");
    }

    /// <summary>Connection string.</summary>
    public string Database { get; }

    public IReadOnlyList<SiloSeat> Seats => _seats;

    /// <summary>A setting of the silos that are started from now on.</summary>
    public TestCluster Set(string name, string? value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Sends through this server, with waits as short as a test wants them.</summary>
    public TestCluster SendTo(int smtpPort)
        => Set("Sending__MailProvider", "smtp").Set("Providers__smtp__Host", "127.0.0.1").Set("Providers__smtp__Port", $"{smtpPort}")
            .Set("Sending__Backoff", "00:00:00.050").Set("Sending__SmtpBackoff", "00:00:00.200").Set("Sending__ThrottleBackoff", "00:00:00.200");

    /// <summary>Adds silos and returns when all are active.</summary>
    public async Task<IReadOnlyList<SiloSeat>> StartAsync(int silos)
    {
        var added = new List<SiloSeat>();
        for (var silo = 0; silo < silos; silo++)
        {
            // One after the other: the first makes the schema, and a cluster grows like that too.
            added.Add(await StartAsync(SiloHost.Here, Database));
        }

        return added;
    }

    /// <summary>Adds a silo on a host of its own, which reaches the database in its own way, and returns when it is active.</summary>
    public async Task<SiloSeat> StartAsync(SiloHost host, string database, string? program = null)
    {
        var seat = new SiloSeat(_seats.Count, database, _directory.FullName, new Dictionary<string, string?>(_environment), host);
        seat.Program = program ?? seat.Program;
        _seats.Add(seat);
        await seat.StartAsync();
        return seat;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in _seats)
        {
            await seat.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
