using EmailCampaign.Silo.Hosting;
using Npgsql;

namespace EmailCampaign.Silo.Storage;

/// <summary>The one data source of a process in a cluster: storage, reminders and membership share its connections.</summary>
internal static class PostgresDataSource
{
    private const int PoolSize = 30;
    private const string Target = "Target Session Attributes";

    /// <summary>
    /// Reads the connection string. What it leaves open is set so that a silo notices a lost server within seconds: 5 s to connect, 10 s
    /// a command, keep-alives; 30 connections at most. Of several hosts it uses the one that takes writes, and the next one within seconds of a failover.
    /// </summary>
    /// <param name="connectionString">Npgsql's keywords.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows.</param>
    /// <exception cref="StartRefusedException">It cannot be read, or names no server or database; the message quotes nothing of it.</exception>
    public static NpgsqlDataSource Create(string connectionString, string applicationName)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // The inner message may quote a value, and the value may be a password.
            throw Refused("cannot be read");
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            throw Refused("names no Host");
        }

        if (string.IsNullOrEmpty(settings.Database))
        {
            throw Refused("names no Database");
        }

        if (settings.ContainsKey(Target) && settings.TargetSessionAttributes is { Length: > 0 } target)
        {
            if (target.ToUpperInvariant() is not ("PRIMARY" or "READ-WRITE"))
            {
                throw Refused("asks for a server that may not take writes (Target Session Attributes); it must be primary or read-write");
            }

            settings.Remove(Target); // the driver takes it from the data source alone
        }

        Default("Application Name", applicationName);
        Default("Timeout", 5);
        Default("Command Timeout", 10);
        Default("Cancellation Timeout", 1000);
        Default("Keepalive", 10);
        Default("Maximum Pool Size", PoolSize);
        settings.IncludeErrorDetail = false; // details quote values of rows
        if (!settings.Host.Contains(',', StringComparison.Ordinal))
        {
            return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }

        Default("Host Recheck Seconds", 2);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite);

        void Default(string keyword, object value)
        {
            // Only what was given is among the keys.
            if (!settings.ContainsKey(keyword) || !settings.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            {
                settings[keyword] = value;
            }
        }

        static StartRefusedException Refused(string problem) => new(
            $"The connection string of the database {problem}; it looks like \"Host=db.example;Username=campaign;Password=...;Database=campaign\".");
    }
}
