using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Opens the store of a data directory, making or updating its schema.</summary>
internal static class EmbeddedDatabase
{
    public static async Task<SqliteDataSource> OpenAsync(
        DataDirectory directory, IConfiguration configuration, CancellationToken cancellationToken)
    {
        CreatePrivate(directory.DatabaseFile);
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new();
        var database = new SqliteDataSource(directory.DatabaseFile, powerLoss: storage.Durability == "power-loss");
        try
        {
            await new SqliteSchemaMigrator(database, TimeProvider.System).MigrateAsync(cancellationToken);
            return database;
        }
        catch (SqliteException error)
        {
            await database.DisposeAsync();
            throw new StartRefusedException(
                $"The store {directory.DatabaseFile} cannot be opened ({error.Message.TrimEnd('.')}): check the disk, or name another directory with --data.", error);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    // SQLite gives its other files the rights of this one; the directory may have been there before, open to others.
    internal static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
