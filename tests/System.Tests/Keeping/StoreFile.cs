using System.Text;
using EmailCampaign.SystemTests.Consoles;
using Microsoft.Data.Sqlite;

namespace EmailCampaign.SystemTests.Keeping;

/// <summary>The SQLite file of a data directory, looked at from outside.</summary>
internal sealed class StoreFile(Workspace workspace)
{
    private string Path => System.IO.Path.Combine(workspace.DataDirectory, "campaigns.db");

    /// <summary>Rows of grains and reminders.</summary>
    public long Rows() => Count("SELECT (SELECT count(*) FROM OrleansStorage) + (SELECT count(*) FROM OrleansRemindersTable)");

    /// <summary>Reminders of a campaign.</summary>
    public long Reminders(string id) => Count($"SELECT count(*) FROM OrleansRemindersTable WHERE GrainId LIKE '%c-{id}'");

    private long Count(string query)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Whether the text is anywhere in the store's files, in a row or in what rows have left.</summary>
    public async Task<bool> HoldsAsync(string text)
    {
        foreach (var file in System.IO.Directory.GetFiles(workspace.DataDirectory, "campaigns.db*"))
        {
            if ((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
