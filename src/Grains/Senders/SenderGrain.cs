using System.Diagnostics;
using System.Security.Cryptography;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Templates;
using EmailCampaign.Telemetry;
using Orleans.Concurrency;

namespace EmailCampaign.Senders;

/// <summary>A sender: renders, composes and makes one attempt for each mail of a slice. It remembers nothing.</summary>
[StatelessWorker, GrainType("sender")]
internal sealed class SenderGrain(
    SendingDesk desk, CampaignContents contents, ProviderLanes lanes, RejectionWatch watch, CampaignMetrics metrics, SiloRole role,
    TimeProvider clock, ILogger<SenderGrain> logger) : Grain, ISenderGrain
{
    // A quota whose end is not said is tried again every hour: it costs one call.
    private static readonly TimeSpan QuotaPatience = TimeSpan.FromHours(1);

    public async Task<SliceResult> SendAsync(SliceOrder order)
    {
        // Elsewhere the deadline means nothing; and a slice is started once, whatever becomes of the call.
        if (order.ProcessId != role.ProcessId || desk.Find(order.ClaimId) is not { } slice || !slice.TryStart())
        {
            return SliceResult.NotAttempted(order);
        }

        SliceResult result;
        try
        {
            using var _ = metrics.Working();
            using var attempt = AttemptTrace.Start(order);
            result = await SendSliceAsync(order, attempt, slice.Stopping);
        }
        catch (Exception error)
        {
            // Providers report faults as outcomes: this is a bug, and what was sent before it is not known.
            logger.SliceFailed(order.CampaignId, order.Batch, error);
            result = new SliceResult([.. order.Members.Select(static member
                => new DeliveryOutcome(member.Index, member.Generation, DeliveryKind.Unknown, FailureReason.SenderLost, "The sender failed; see the log."))]);
        }

        slice.Complete(result);
        return result;
    }

    private async Task<SliceResult> SendSliceAsync(SliceOrder order, Activity? attempt, CancellationToken stopping)
    {
        var window = new SendWindow(clock, order.Deadline, stopping);
        CampaignContent content;
        try
        {
            content = await contents.GetAsync(order.CampaignId);
        }
        catch (Exception error)
        {
            logger.ContentUnavailable(order.CampaignId, error);
            return SliceResult.NotAttempted(order);
        }

        if (lanes.Find(order.Account) is not { } lane || !window.IsOpen)
        {
            return SliceResult.NotAttempted(order);
        }

        using var key = MessageToken.Prepare(content.SigningKey.Span);
        var outcomes = new SendOutcome[order.Members.Count];
        var messages = new List<OutgoingMessage>(order.Members.Count);
        var places = new List<int>(order.Members.Count);
        for (var place = 0; place < order.Members.Count; place++)
        {
            switch (content.Template.Render(order.Members[place].Values, order.Members[place].Address))
            {
                case Rendering.Rendered rendered:
                    messages.Add(Compose(content, order, order.Members[place], rendered, key));
                    places.Add(place);
                    break;
                case Rendering.Failed failed:
                    outcomes[place] = new SendOutcome.Rejected(RejectReason.NotRendered, $"{failed.File}: {failed.Problem}");
                    break;
            }
        }

        if (messages.Count > 0)
        {
            var started = clock.GetTimestamp();
            var sent = await lane.SendAsync(messages, window, desk.Aborting);
            metrics.Account(lane.Provider.Name).OnSlice(messages.Count, clock.GetElapsedTime(started));
            for (var index = 0; index < sent.Count; index++)
            {
                outcomes[places[index]] = sent[index];
            }
        }

        for (var place = 0; place < outcomes.Length; place++)
        {
            AttemptTrace.Note(attempt, outcomes[place], order.Members[place].Index);
        }

        return Conclude(order, content.Definition.Provider, lane, outcomes);
    }

    private OutgoingMessage Compose(CampaignContent content, SliceOrder order, SliceMember member, Rendering.Rendered rendered, IncrementalHash key)
    {
        var token = new MessageToken(order.CampaignId, order.Batch, member.Index, member.Generation).Sign(key);
        return new OutgoingMessage
        {
            From = content.From,
            ReplyTo = content.ReplyTo,
            To = member.Address,
            Subject = rendered.Subject,
            Html = rendered.Html,
            Text = rendered.Text,
            Headers = rendered.Headers,
            Attachments = content.Attachments,
            MessageId = MessageIds.For(token, content.From.Address),
            IdempotencyKey = token,
            Date = clock.GetUtcNow(),
            CampaignId = order.CampaignId,
            Line = member.Line,
        };
    }

    private SliceResult Conclude(SliceOrder order, string campaignProvider, ProviderLane lane, SendOutcome[] outcomes)
    {
        var provider = lane.Provider.Name;
        var account = provider == campaignProvider ? null : provider;
        var counters = metrics.Account(provider);
        SliceTrouble? trouble = null;
        var deliveries = new DeliveryOutcome[outcomes.Length];
        for (var place = 0; place < outcomes.Length; place++)
        {
            var member = order.Members[place];
            var outcome = outcomes[place];
            deliveries[place] = OutcomeMap.ToDelivery(outcome, member.Index, member.Generation) with { Account = account };
            Count(counters, outcome);
            if (outcome is SendOutcome.Refused refused)
            {
                if (lanes.Route(campaignProvider)?.GoesOnWithout(lane, refused.Reason) != true)
                {
                    trouble = Refusal(provider, refused);
                }
            }
            else if (outcome is SendOutcome.Accepted or SendOutcome.Rejected
                && watch.Count(order.CampaignId, outcome is SendOutcome.Rejected { Reason: RejectReason.Policy }))
            {
                trouble ??= new SliceTrouble(
                    PauseReason.RejectionStorm,
                    $"More than 20 % of the last {RejectionWatch.Window} mails were rejected by policy, the last with: {((SendOutcome.Rejected)outcome).Reply}");
            }
        }

        return new SliceResult(deliveries, trouble);
    }

    private SliceTrouble Refusal(string provider, SendOutcome.Refused refused) => refused.Reason == RefuseReason.Quota
        ? new SliceTrouble(
            PauseReason.QuotaUsedUp, $"The quota of provider '{provider}' is used up: {refused.Reply}", clock.GetUtcNow() + (refused.RetryAfter ?? QuotaPatience))
        : new SliceTrouble(PauseReason.ProviderRefuses, $"Provider '{provider}' refuses ({refused.Reason}): {refused.Reply}");

    private static void Count(AccountMetrics counters, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted:
                counters.OnSent();
                break;
            case SendOutcome.Throttled:
                counters.OnThrottled();
                break;
            case SendOutcome.NotAttempted:
                break;
            default:
                counters.OnFailed(OutcomeMap.Label(outcome));
                break;
        }
    }
}
