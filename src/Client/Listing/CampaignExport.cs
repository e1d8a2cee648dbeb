using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Json;

namespace EmailCampaign.Client.Listing;

/// <summary>Writes what an operator keeps of a campaign before it is deleted.</summary>
internal static class CampaignExport
{
    /// <returns>How many recipients and how many rejected rows were written.</returns>
    public static async Task<(long Recipients, long Rejects)> WriteAsync(
        ExportTarget target, ICampaignConnection connection, CampaignStatus status, ContactFile contacts, CancellationToken cancellationToken)
    {
        long recipients;
        await using (var file = target.Create("recipients.csv"))
        {
            var rows = RowPages.RecipientsAsync(connection, status, new RecipientQuery { WithValues = true }, cancellationToken);
            recipients = await RowExport.WriteCsvAsync(file, RowShapes.Contact(contacts.Columns), rows, cancellationToken);
        }

        long rejects;
        await using (var file = target.Create("rejects.csv"))
        {
            var rows = RowPages.RejectsAsync(connection, status.Id, cancellationToken);
            rejects = await RowExport.WriteCsvAsync(file, RowShapes.Reject, rows, cancellationToken);
        }

        await using (var file = target.Create("status.json"))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(StatusJson.Of(status) + "\n"), cancellationToken);
        }

        await target.CompleteAsync();
        return (recipients, rejects);
    }
}
