using EmailCampaign.Hosting;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Storage;

/// <summary>The table of reminders, for a silo that does not send and so has no reminder service.</summary>
internal sealed class SqliteReminderRows(SqliteDataSource database) : IReminderRows
{
    public async Task RemoveAsync(GrainId grain)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM OrleansRemindersTable WHERE ServiceId = @service AND GrainId = @grain";
        Add("@service", EmbeddedSilo.ServiceId);
        Add("@grain", grain.ToString());
        await command.ExecuteNonQueryAsync();

        void Add(string name, string value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
