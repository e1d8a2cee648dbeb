namespace EmailCampaign.Hosting;

/// <summary>The storage's durability; the host may register one.</summary>
public interface IStorageDurability
{
    /// <summary>From now on every commit survives a power loss, whatever <c>Storage:Durability</c> says: an at-most-once campaign asks for it.</summary>
    void RequirePowerLoss();
}
