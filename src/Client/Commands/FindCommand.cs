using System.CommandLine;
using System.Runtime.CompilerServices;
using EmailCampaign.Batches;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Listing;

namespace EmailCampaign.Client.Commands;

/// <summary><c>find EMAIL</c></summary>
internal static class FindCommand
{
    public static Command Create(CommandRun run)
    {
        var email = new Argument<string>("EMAIL") { Description = "An address, in any case." };
        var command = new Command("find", "Every campaign that has this recipient, and what became of it.") { email };
        run.Attach(command, (parse, settings, token) =>
        {
            var wanted = parse.GetRequiredValue(email);
            return ConnectedRun.OverAsync(
                run.Console,
                settings,
                connection => RowOutput.WriteAsync(
                    run.Console, settings, file: null, RowShapes.Found, FindAsync(connection, wanted, token), $"No campaign has the recipient {wanted}.", token),
                token);
        });
        return command;
    }

    private static async IAsyncEnumerable<FoundRecipient> FindAsync(
        ICampaignConnection connection, string email, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new RecipientQuery { Email = email };
        await foreach (var campaign in RowPages.StatusesAsync(connection, cancellationToken))
        {
            await foreach (var recipient in RowPages.RecipientsAsync(connection, campaign, query, cancellationToken))
            {
                yield return new(campaign.Id, recipient);
            }
        }
    }
}
