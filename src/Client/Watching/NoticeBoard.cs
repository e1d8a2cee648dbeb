using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Watching;

/// <summary>Shows what slows a campaign down: each sentence once, and again only when it had gone in between.</summary>
internal sealed class NoticeBoard(Terminal terminal)
{
    private IReadOnlyList<string> _shown = [];

    public void Show(IReadOnlyList<string> notices)
    {
        foreach (var notice in notices.Except(_shown, StringComparer.Ordinal))
        {
            terminal.Message($"notice: {notice}");
        }

        _shown = notices;
    }
}
