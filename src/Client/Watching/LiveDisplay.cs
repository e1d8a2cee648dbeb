using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EmailCampaign.Client.Watching;

/// <summary>Progress for a person: a bar that moves in place.</summary>
internal sealed class LiveDisplay : IProgressDisplay
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display;
    private LiveDisplayContext? _context;

    public LiveDisplay(Terminal terminal)
    {
        _display = terminal.Ansi.Live(new Text("")).StartAsync(async context =>
        {
            lock (_gate)
            {
                _context = context;
            }

            await _ended.Task;
        });
    }

    public void Report(UploadProgress value) => Show(
        Bar("importing", value.Bytes, value.TotalBytes), new Text(ProgressWords.Import(value)));

    public void Report(CampaignStatus status) => Show(
    [
        status.Phase == CampaignPhase.Deleting
            ? Bar("deleted", status.DeletedBatches, status.BatchCount)
            : Bar(KebabNames.Of(status.Phase), status.Recipients.Sent, status.Recipients.Total),
        new Text(ProgressWords.Campaign(status)),
        .. status.Notices.Select(static notice => new Text($"notice: {Printable.Field(notice)}", new Style(Color.Yellow))),
    ]);

    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        await _display;
    }

    private static BreakdownChart Bar(string phase, long done, long total) => new BreakdownChart()
        .Width(60)
        .HideTags()
        .AddItem(phase, done, Color.Green)
        .AddItem("left", Math.Max(total - done, total == 0 ? 1 : 0), Color.Grey);

    private void Show(params IRenderable[] rows)
    {
        lock (_gate)
        {
            _context?.UpdateTarget(new Rows(rows));
        }
    }
}
