using System.Data.Common;
using EmailCampaign.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;

namespace EmailCampaign.Silo.Storage;

/// <summary>The database of this silo: where it is and which of Orleans' query dialects it speaks.</summary>
/// <param name="Invariant">Orleans' name for the driver.</param>
/// <param name="Source">Used by storage and reminders alike. Whoever made it disposes it, after the host.</param>
internal sealed record CampaignStorage(string Invariant, DbDataSource Source)
{
    public const string PostgresInvariant = "Npgsql";

    // Orleans calls it System.Data.SQLite and loads Microsoft.Data.Sqlite; the latter's own name is refused.
    public static CampaignStorage Sqlite(SqliteDataSource source) => new("System.Data.SQLite", source);

    public static CampaignStorage Postgres(Npgsql.NpgsqlDataSource source) => new(PostgresInvariant, source);

    /// <summary>Adds grain storage and, where the silo sends, reminders. The schema has to be there when the silo starts.</summary>
    public void AddTo(ISiloBuilder silo, bool reminders)
    {
        silo.AddAdoNetGrainStorage(StorageNames.Default, (OptionsBuilder<AdoNetGrainStorageOptions> options) =>
            options.Configure<Serializer>((storage, serializer) =>
            {
                storage.Invariant = Invariant;
                storage.DataSource = Source;
                storage.DeleteStateOnClear = true; // a cleared row would otherwise stay for good
                storage.GrainStorageSerializer = new RowSerializer(serializer);
            }));

        silo.Services.AddSingleton<IStoredKeys>(
            services => new StoredKeys(Source, services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId));
        if (reminders)
        {
            silo.UseAdoNetReminderService(options =>
            {
                options.Invariant = Invariant;
                options.DataSource = Source;
            });
        }
    }
}
