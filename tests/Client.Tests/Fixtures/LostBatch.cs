using System.Collections;
using EmailCampaign.Batches;
using EmailCampaign.Client.Connections;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>The batch at which the silo was lost.</summary>
internal sealed class LostBatch : IReadOnlyList<RecipientView>
{
    public int Count => throw new SiloLostException();

    public RecipientView this[int index] => throw new SiloLostException();

    public IEnumerator<RecipientView> GetEnumerator() => throw new SiloLostException();

    IEnumerator IEnumerable.GetEnumerator() => throw new SiloLostException();
}
