using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;
using EmailCampaign.Testing.Containers;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>Builds the programs of <c>bench/peers</c>, where their languages are installed.</summary>
internal static class PeerBuilding
{
    public static async Task<PeerBuild> GoLoopAsync(int connections)
    {
        if (ForeignTool.Find("go") is not { } go)
        {
            return new(null, "go is not installed");
        }

        var program = Path.Combine(Artifacts.In("goloop"), "goloop");
        if (await BuildStep.RunAsync(go, ["build", "-o", program, "."], SourceTree.In("bench/peers/goloop")) is { } problem)
        {
            return new(null, $"the Go loop does not build: {problem}");
        }

        return new(
            new PeerSubject("Go loop", (material, target) => new ChildCommand(
                program,
                [
                    material.ContactsFile, material.TemplateFolder, connections.ToString(CultureInfo.InvariantCulture),
                    string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}"),
                ])),
            "");
    }

    /// <param name="isLean">Whether it counts its mails in flight instead of racing their promises, as is usual and dear.</param>
    public static async Task<PeerBuild> NodemailerAsync(int connections, bool isLean = false)
    {
        if (ForeignTool.Find("node") is not { } node || ForeignTool.Find("npm") is not { } npm)
        {
            return new(null, "node and npm are not installed");
        }

        var (source, folder) = (SourceTree.In("bench/peers/nodemailer"), Artifacts.In("nodemailer"));
        foreach (var file in new[] { "package.json", "run.mjs" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        }

        if (await BuildStep.RunAsync(npm, ["install", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"], folder) is { } problem)
        {
            return new(null, $"nodemailer could not be installed: {problem}");
        }

        return new(
            new PeerSubject(isLean ? "nodemailer, counting" : "nodemailer", (material, target) => new ChildCommand(
                node,
                [
                    Path.Combine(folder, "run.mjs"), material.ContactsFile, material.TemplateFolder, connections.ToString(CultureInfo.InvariantCulture),
                    target.Host, target.Port.ToString(CultureInfo.InvariantCulture), isLean ? "count" : "race",
                ])),
            "");
    }
}
