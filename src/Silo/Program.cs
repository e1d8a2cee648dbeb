using EmailCampaign.Silo;
using EmailCampaign.Silo.Hosting;

SchedulingPolicy.UseBatch();
return await SiloProgram.RunAsync(args, Console.Error);
