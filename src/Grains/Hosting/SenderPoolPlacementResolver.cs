using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EmailCampaign.Senders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Metadata;
using Orleans.Runtime.Placement;

namespace EmailCampaign.Hosting;

/// <summary>
/// Sets the size of the sender pool from this silo's own settings. A grain property would come from the cluster's manifest, that is
/// from whichever silo was found first.
/// </summary>
internal sealed class SenderPoolPlacementResolver(
    IServiceProvider services, IOptions<SendingOptions> options, GrainTypeResolver types) : IPlacementStrategyResolver
{
    private readonly GrainType _sender = types.GetGrainType(typeof(SenderGrain));

    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, [MaybeNullWhen(false)] out PlacementStrategy result)
    {
        if (grainType != _sender || properties is null)
        {
            result = null;
            return false;
        }

        // The key is the internal type's name: SenderPoolTests notice when it changes.
        result = services.GetRequiredKeyedService<PlacementStrategy>("StatelessWorkerPlacement");
        result.Initialize(new GrainProperties(properties.Properties
            .SetItem("max-local-instances", options.Value.WorkerCount.ToString(CultureInfo.InvariantCulture))
            .SetItem("remove-idle-workers", "False")));
        return true;
    }
}
