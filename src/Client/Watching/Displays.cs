namespace EmailCampaign.Client.Watching;

/// <summary>Chooses how progress is shown.</summary>
internal static class Displays
{
    public static IProgressDisplay For(ConsoleContext console, GlobalSettings settings) => settings.Json
        ? new JsonDisplay(console.Terminal, console.Clock)
        : console.Terminal.Interactive
            ? new LiveDisplay(console.Terminal)
            : new PlainDisplay(console.Terminal, console.Clock);
}
