using EmailCampaign.Silo.Hosting;
using Npgsql;

namespace EmailCampaign.Silo.Storage;

/// <summary>The one data source of a process in a cluster: storage, reminders and membership share its connections.</summary>
internal static class PostgresDataSource
{
    private const int PoolSize = 30;

    /// <summary>
    /// Reads the connection string. What it leaves open is set so that a silo notices a lost server within seconds: 5 s to connect, 10 s
    /// a command, keep-alives; 30 connections at most.
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

        Default("Application Name", applicationName);
        Default("Timeout", 5);
        Default("Command Timeout", 10);
        Default("Cancellation Timeout", 1000);
        Default("Keepalive", 10);
        Default("Maximum Pool Size", PoolSize);
        settings.IncludeErrorDetail = false; // details quote values of rows
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();

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
