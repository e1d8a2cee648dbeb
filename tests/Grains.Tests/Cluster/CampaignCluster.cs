using System.Globalization;
using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.TestingHost;
using Prometheus;

namespace EmailCampaign.Grains.Tests.Cluster;

/// <summary>A real cluster in this process, over a scripted storage and a scripted provider.</summary>
internal sealed class CampaignCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly InProcessTestCluster _cluster;

    private CampaignCluster(InProcessTestCluster cluster, ScriptedStorage storage, ScriptedProvider provider)
    {
        _cluster = cluster;
        Storage = storage;
        Provider = provider;
    }

    public ScriptedStorage Storage { get; }

    public ScriptedProvider Provider { get; }

    public InProcessTestCluster Silos => _cluster;

    public static async Task<CampaignCluster> StartAsync(
        int silos = 1, bool sends = true, ScriptedStorage? storage = null, ScriptedProvider? provider = null, IMailProviderCatalog? catalog = null,
        params (string Key, string Value)[] settings)
    {
        storage ??= new ScriptedStorage();
        provider ??= new ScriptedProvider();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureHost(host => host.Configuration.AddInMemoryCollection(
        [
            new("Sending:SmtpBackoff", "00:00:00.020"),
            new("Sending:Backoff", "00:00:00.020"),
            new("Sending:ThrottleBackoff", "00:00:00.050"),
            .. settings.Select(static setting => KeyValuePair.Create("Sending:" + setting.Key, (string?)setting.Value)),
        ]));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(new SiloRole(sends, ExclusiveStore: false, Guid.NewGuid()));
            silo.Services.AddSingleton(catalog ?? provider);
            silo.Services.AddSingleton(static _ => Metrics.NewCustomRegistry());
            silo.Services.AddKeyedSingleton(StorageNames.Default, (services, _) => storage.On(services.GetRequiredService<Serializer>()));
            silo.Services.AddSingleton<IStoredKeys>(storage);
            if (sends)
            {
                silo.UseInMemoryReminderService();
            }

            silo.AddCampaignGrains();
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new CampaignCluster(cluster, storage, provider);
    }

    public ICampaignGrain Campaign(string id) => _cluster.Client.GetGrain<ICampaignGrain>(new CampaignKey(id).ToString());

    public IBatchGrain Batch(string id, int index) => _cluster.Client.GetGrain<IBatchGrain>(new BatchKey(id, index).ToString());

    public T Service<T>(int silo = 0)
        where T : notnull => _cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    public static CampaignDefinition Definition(
        string id, DeliveryGuarantee guarantee = DeliveryGuarantee.AtLeastOnce, double? rate = null, DateTimeOffset? at = null) => new()
        {
            Id = id,
            Name = id,
            FromName = "Acme",
            FromAddress = "news@acme.example",
            Provider = "scripted",
            Guarantee = guarantee,
            RatePerSecond = rate,
            ScheduledAt = at,
            Fingerprint = id,
            Template = new TemplateContent { Subject = "Hello {{ name }}", Text = "Hello {{ name }}, this is for {{ email }}." },
            Contacts = new ContactFile
            {
                Name = "contacts.csv",
                Length = 1,
                Sha256 = "0",
                Encoding = "utf-8",
                ByteOrderMark = false,
                Delimiter = ',',
                SeparatorLine = false,
                Columns = ["email", "name"],
                EmailColumn = 0,
            },
        };

    public static string Contacts(int count)
    {
        var csv = new StringBuilder("email,name\n");
        for (var index = 1; index <= count; index++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"user{index}@example.com,User {index}\n");
        }

        return csv.ToString();
    }

    /// <summary>Creates and imports a campaign, which starts it.</summary>
    public async Task<ICampaignGrain> LaunchAsync(CampaignDefinition definition, int contacts)
        => await LaunchAsync(definition, Contacts(contacts));

    public async Task<ICampaignGrain> LaunchAsync(CampaignDefinition definition, string csv)
    {
        var campaign = Campaign(definition.Id);
        var created = await campaign.CreateAsync(definition);
        Assert.True(created.IsDone, created.Message);
        var progress = await campaign.ImportAsync(new ImportChunk(0, Encoding.UTF8.GetBytes(csv), Last: true));
        Assert.True(progress.Finished, progress.Problem);
        return campaign;
    }

    /// <summary>Waits for a status by asking for it; fails with the last one seen.</summary>
    public static async Task<CampaignStatus> UntilAsync(ICampaignGrain campaign, Func<CampaignStatus, bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await campaign.GetStatusAsync();
            Assert.NotNull(status);
            Assert.Equal(status.Rows.Accepted, status.Phase == CampaignPhase.Importing ? status.Rows.Accepted : status.Recipients.Total);
            if (reached(status))
            {
                return status;
            }

            Assert.False(patience.IsCancellationRequested, $"Still {status.Phase} ({status.Reason}): {status.Recipients}; {string.Join(" ", status.Notices)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static Task<CampaignStatus> CompletedAsync(ICampaignGrain campaign)
        => UntilAsync(campaign, static status => status.Phase == CampaignPhase.Completed);

    /// <summary>Waits for completion with everybody sent.</summary>
    public static async Task SentAsync(ICampaignGrain campaign, int recipients)
        => Assert.Equal(new RecipientCounts { Sent = recipients }, (await CompletedAsync(campaign)).Recipients);

    public static async Task UntilAsync(Func<bool> reached, Func<string> seen)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached())
        {
            Assert.False(patience.IsCancellationRequested, seen());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async Task<IReadOnlyList<RecipientView>> RecipientsAsync(string id, params RecipientStatus[] statuses)
    {
        var status = await Campaign(id).GetStatusAsync();
        var views = new List<RecipientView>();
        for (var index = 0; index < status!.BatchCount; index++)
        {
            views.AddRange(await Batch(id, index).GetRecipientsAsync(new RecipientQuery { Statuses = statuses, WithValues = true }));
        }

        return views;
    }

    public async ValueTask DisposeAsync()
    {
        Provider.End();
        await _cluster.StopAllSilosAsync().WaitAsync(StopPatience);
        await _cluster.DisposeAsync().AsTask().WaitAsync(StopPatience);
    }
}
