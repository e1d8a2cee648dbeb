using System.CommandLine;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Commands;

/// <summary>The options that say which dead letters a command is about.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Option<string?> _reason = Arguments.Text("--reason", "REASON", "Only those that died of this, as in unknown-mailbox.");
    private readonly Option<string?> _email = Arguments.Text("--email", "ADDRESS", "Only this recipient.");
    private readonly Option<bool> _inDoubt = Arguments.Flag("--in-doubt", "The recipients in doubt instead of the dead ones.");

    public Argument<string> Id { get; } = Arguments.Id();

    public void AddTo(Command command)
    {
        command.Add(Id);
        command.Add(_reason);
        command.Add(_email);
        command.Add(_inDoubt);
    }

    public Parsed<DeadLetterFilter> Read(ParseResult parse)
    {
        FailureReason? reason = null;
        if (parse.GetValue(_reason) is { } text)
        {
            var parsed = KebabNames.Parse<FailureReason>("--reason", text, without: FailureReason.None);
            if (parsed.Problem is { } problem)
            {
                return Parsed<DeadLetterFilter>.Wrong(problem);
            }

            reason = parsed.Value;
        }

        return Parsed<DeadLetterFilter>.Of(new() { Reason = reason, Email = parse.GetValue(_email), InDoubt = parse.GetValue(_inDoubt) });
    }

    public static RecipientQuery ToQuery(DeadLetterFilter filter, bool withValues) => new()
    {
        Statuses = [filter.InDoubt ? RecipientStatus.InDoubt : RecipientStatus.Dead],
        Reason = filter.Reason,
        Email = filter.Email,
        WithValues = withValues,
    };
}
