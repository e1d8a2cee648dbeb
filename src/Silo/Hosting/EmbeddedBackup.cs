using Microsoft.Data.Sqlite;

namespace EmailCampaign.Silo.Hosting;

/// <summary>Copies the store of a data directory, whoever hosts it at the moment.</summary>
/// <remarks>
/// The copy is made by a reader of its own, not through the hosting process: in WAL mode a reader of another process sees the store as it was
/// at one moment, and no writer waits for it. So a backup needs no lock and no silo, and works beside one that hangs. <c>VACUUM INTO</c> is
/// one read transaction like the online backup API, and leaves free pages out: nothing that was deleted gets into the copy.
/// </remarks>
public static class EmbeddedBackup
{
    private const string Draft = ".part";

    /// <summary>What the copy has to be called in a data directory.</summary>
    public static string StoreName => DataDirectory.StoreName;

    /// <summary>Writes the copy; it is complete when <paramref name="file"/> is there.</summary>
    /// <param name="dataDirectory">Full path.</param>
    /// <param name="file">Full path of the copy.</param>
    /// <returns>Why there is none, as a sentence for the user; null when there is.</returns>
    public static async Task<string?> WriteAsync(string dataDirectory, string file, CancellationToken cancellationToken)
    {
        var store = Path.Combine(dataDirectory, StoreName);
        if (!File.Exists(store))
        {
            return $"There is no store in {dataDirectory}: nothing was launched there. Name the right directory with --data.";
        }

        if (Path.Exists(file))
        {
            return $"{file} is there already: name another file.";
        }

        try
        {
            File.Delete(file + Draft); // left by a backup that was killed
            EmbeddedDatabase.CreatePrivate(file + Draft); // VACUUM INTO takes a file that is empty
            await Task.Run(() => Copy(store, file + Draft, cancellationToken), CancellationToken.None);
            File.Move(file + Draft, file);
            return null;
        }
        catch (SqliteException error) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The store {store} could not be copied to {file}: {error.Message.TrimEnd('.')}.";
        }
        catch (SqliteException interrupted)
        {
            throw new OperationCanceledException("The copy was interrupted.", interrupted, cancellationToken);
        }
        finally
        {
            File.Delete(file + Draft);
        }
    }

    private static void Copy(string store, string copy, CancellationToken cancellationToken)
    {
        using (var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
        {
            source.Open();
            using var interrupt = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(source.Handle));
            using var command = source.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.CommandTimeout = 0; // a large store takes its time
            command.Parameters.AddWithValue("$copy", copy);
            command.ExecuteNonQuery();
        }

        // SQLite does not wait for the disk here; a backup that is reported has to be there after a power cut too.
        using var written = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        written.Flush(flushToDisk: true);
    }
}
